"""Extension headers of tar: the records of pax (POSIX.1-2017), and GNU's long names.

Only keys about which all readers agree are known here, and most of them say nothing that
matters to what is unpacked. What is not known is refused: any reader may have a meaning
of its own for it, as the ones of `GNU.sparse.*` that give a file another name and size.
"""

import re
from collections.abc import Iterator

from warehouse.forklift.archives.limits import LONGEST_NAME
from warehouse.forklift.archives.tar_headers import Malformed, text_of

_DECIMAL, _TIME = r"[0-9]{1,19}", r"-?[0-9]{1,12}(\.[0-9]{1,30})?"
_TEXT, _ANYTHING = r"[^\x00]*", r".*"
_HARMLESS = {
    "comment": _TEXT,
    "uname": _TEXT,
    "gname": _TEXT,
    "uid": _DECIMAL,
    "gid": _DECIMAL,
    "mtime": _TIME,
    "atime": _TIME,
    "ctime": _TIME,
    "LIBARCHIVE.creationtime": _TIME,
    "SCHILY.dev": _DECIMAL,
    "SCHILY.ino": _DECIMAL,
    "SCHILY.nlink": _DECIMAL,
    "SCHILY.fflags": _TEXT,
    "RHT.security.selinux": _ANYTHING,
}
_ATTRIBUTES = ("LIBARCHIVE.xattr.", "SCHILY.xattr.", "SCHILY.acl.")
_OF_MEMBERS = {"path": _TEXT, "linkpath": _TEXT, "size": _DECIMAL}
GLOBAL, LOCAL = "global", "local"


def parse_pax(data: bytes, scope: str) -> dict[str, str]:
    """Return path, linkpath and size of a pax header; raises `Malformed`."""
    allowed = _HARMLESS if scope == GLOBAL else _HARMLESS | _OF_MEMBERS
    seen: set[str] = set()
    found: dict[str, str] = {}
    for name, value in _records(data):
        pattern = _ANYTHING if name.startswith(_ATTRIBUTES) else allowed.get(name)
        if pattern is None:
            raise Malformed(f"Key {_shown(name)} is not allowed in a {scope} pax header")
        if name in seen:
            raise Malformed(f"Two values for {_shown(name)} in one pax header")
        seen.add(name)
        text = _decoded(name, value)
        if not re.fullmatch(pattern, text, re.DOTALL):
            raise Malformed(f"Malformed value for {_shown(name)} in a pax header")
        if name in _OF_MEMBERS:
            found[name] = text
    return found


def parse_long_name(data: bytes) -> str:
    """Return the name in a header of GNU's for long names."""
    text = data.removesuffix(b"\0")
    if len(text) > LONGEST_NAME:
        raise Malformed("Filename too long")
    if b"\0" in text:
        raise Malformed("Long name with a NUL in it")
    return text_of(text)


def _records(data: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield key and value of each record, checked so that all readers find the same."""
    place = 0
    while place < len(data):
        space = data.find(b" ", place, place + 12)
        length = _decimal(data[place:space]) if space > 0 else 0
        record = data[place : place + length]
        if len(record) < length or length < 5 or not record.endswith(b"\n"):
            raise Malformed("Malformed pax header")
        key, equals, value = record[space - place + 1 : -1].partition(b"=")
        if not equals:
            raise Malformed("Malformed pax header")
        if b"\n" in value:
            raise Malformed("Newline in a pax header's value")
        yield key.decode("utf-8", "replace"), value
        place += length


def _decoded(name: str, value: bytes) -> str:
    if name in _OF_MEMBERS and len(value) > LONGEST_NAME:
        raise Malformed("Filename too long")
    if name.startswith(_ATTRIBUTES):
        return value.decode("latin-1")
    try:
        return value.decode("utf-8")
    except UnicodeDecodeError:
        raise Malformed(f"Value for {_shown(name)} in a pax header not unicode") from None


def _shown(key: str) -> str:
    return repr(key if len(key) <= 60 else f"{key[:60]}...")


def _decimal(data: bytes) -> int:
    return int(data) if data.isdigit() and len(data) < 12 else 0
