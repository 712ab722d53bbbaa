"""Validators and conditional requests (RFC 9110, sections 8.8 and 13)."""

import base64
import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime

HEADERS = ("If-Match", "If-Unmodified-Since", "If-None-Match", "If-Modified-Since")

Header = Callable[[str], str | None]
"""Gives the value of a header of the request, or None."""


@dataclass(frozen=True, slots=True)
class Validators:
    """The validators of a representation, as its headers carry them."""

    etag: str
    modified: str

    @classmethod
    def of(cls, digest: str, modified: datetime) -> "Validators":
        """Make validators of a digest and of a time."""
        return cls(f'"{digest.lower()}"', format_datetime(modified.astimezone(UTC), True))


def entity_tag(body: bytes) -> bytes:
    """Return the strong validator of these bytes (RFC 9110, section 8.8.3)."""
    digest = hashlib.md5(body, usedforsecurity=False).digest()
    return b'"' + base64.b64encode(digest).rstrip(b"=") + b'"'


def is_known(condition: bytes, etag: bytes) -> bool:
    """Return whether `If-None-Match` names `etag` (weakly: RFC 9110, section 13.1.2).

    A `*` matches nothing: no client that reads an index means it.
    """
    if condition == etag:
        return True
    return any(each.strip().removeprefix(b"W/") == etag for each in condition.split(b","))


def status_of(validators: Validators, header: Header) -> int:
    """Evaluate the preconditions of a read: 200 to answer it, else 304 or 412.

    The order of the headers is that of RFC 9110, section 13.2.2.
    """
    wanted = header("If-Match")
    since = header("If-Unmodified-Since")
    if wanted is not None:
        if wanted.strip() != "*" and not _names(wanted, validators.etag):
            return 412
    elif since is not None and _is_later(validators.modified, since):
        return 412
    known = header("If-None-Match")
    since = header("If-Modified-Since")
    if known is not None:
        has_it = is_known(known.encode("latin-1"), validators.etag.encode())
        return 304 if has_it else 200
    if since is not None and _is_later(validators.modified, since) is False:
        return 304
    return 200


def takes_ranges(validators: Validators, header: Header) -> bool:
    """Return whether `Range` holds; not if `If-Range` names another version (13.1.5)."""
    condition = header("If-Range")
    return condition is None or condition.strip() in {
        validators.etag,
        validators.modified,
    }


def _names(header: str, etag: str) -> bool:
    """Return whether a list of tags contains this strong one."""
    return etag in (each.strip() for each in header.split(","))


def _is_later(modified: str, text: str) -> bool | None:
    """Return whether `modified` is later than the date `text`; None if that is no date."""
    try:
        date = parsedate_to_datetime(text)
    except (ValueError, OverflowError):
        return None
    return parsedate_to_datetime(modified) > date.replace(tzinfo=date.tzinfo or UTC)
