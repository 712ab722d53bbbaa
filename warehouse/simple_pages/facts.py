"""Turning single facts of an entry into values, or refusing the entry."""

import hashlib
import re
from collections.abc import Iterable
from datetime import UTC, datetime
from urllib.parse import urljoin, urlsplit

from warehouse.simple_pages.bounds import FILENAME, LONGEST_TEXT, LONGEST_URL
from warehouse.simple_pages.errors import EntryUnreadable

_LENGTHS = {
    name: hashlib.new(name, usedforsecurity=False).digest_size * 2
    for name in hashlib.algorithms_guaranteed
    if not name.startswith("shake_")
}
_HEX = re.compile(r"[0-9a-f]+\Z")
_NAME = re.compile(r"([A-Z0-9]|[A-Z0-9][A-Z0-9._-]*[A-Z0-9])\Z", re.IGNORECASE | re.ASCII)
_TIME = re.compile(
    r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?(?:Z|[+-]00:00)\Z", re.ASCII
)
_UNSEEN = re.compile(r"[\0-\x08\x0b\x0c\x0e-\x1f\x7f]")
_VISIBLE = re.compile(r"[!-~]+\Z")


def is_name(text: str) -> bool:
    """Return whether a text is the name of a project."""
    return len(text) <= LONGEST_TEXT and _NAME.match(text) is not None


def filename_of(text: str) -> str:
    """Return a filename that names a file in any folder; raises `EntryUnreadable`."""
    if not FILENAME.match(text):
        raise EntryUnreadable("its name is no filename")
    return text


def absolute(text: str, base: str) -> str:
    """Return a URL without its fragment, joined to that of the page.

    Raises `EntryUnreadable` for what is no URL of HTTP, and for one that leaves TLS.
    """
    try:
        joined = urljoin(base, text.strip().partition("#")[0])
        parts = urlsplit(joined)
        is_web = parts.scheme in {"http", "https"} and bool(parts.hostname)
        is_plain = urlsplit(base).scheme == "https" and parts.scheme != "https"
    except ValueError:
        raise EntryUnreadable("its URL makes no sense") from None
    if not is_web or len(joined) > LONGEST_URL or not _VISIBLE.match(joined):
        raise EntryUnreadable("its URL is not one of HTTP")
    if is_plain:
        raise EntryUnreadable("its URL is plain HTTP, and the page came by HTTPS")
    return joined


def digests(pairs: Iterable[tuple[str, object]]) -> dict[str, str]:
    """Return the digests whose algorithms are known; raises `EntryUnreadable`."""
    found: dict[str, str] = {}
    for name, value in pairs:
        length = _LENGTHS.get(name)
        if length is None:
            continue
        digest = value.lower() if isinstance(value, str) else ""
        if len(digest) != length or not _HEX.match(digest):
            raise EntryUnreadable(f"its {name} digest is not {length} hexadecimal digits")
        if found.setdefault(name, digest) != digest:
            raise EntryUnreadable(f"it has two {name} digests")
    return found


def moment(text: str) -> datetime:
    """Return a time of UTC (PEP 700) to the microsecond; raises `EntryUnreadable`."""
    match = _TIME.match(text)
    if match is None:
        raise EntryUnreadable("its upload time is not written as PEP 700 asks")
    fraction = (match[2] or "")[:6].ljust(6, "0")
    try:
        found = datetime.fromisoformat(f"{match[1]}.{fraction}")
    except ValueError:
        raise EntryUnreadable("its upload time is not in the calendar") from None
    return found.replace(tzinfo=UTC)


def words(text: str) -> str:
    """Return what somebody wrote; raises `EntryUnreadable` for what cannot be stored."""
    if len(text) > LONGEST_TEXT or _UNSEEN.search(text):
        raise EntryUnreadable("a text of it is too long or has control characters")
    return text
