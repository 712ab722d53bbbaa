"""The headers of tar: ustar and GNU blocks, and pax records (POSIX.1-2017)."""

from dataclasses import dataclass

from warehouse.forklift.archives.limits import LONGEST_NAME

BLOCK = 512


class Malformed(Exception):
    """An archive that does not follow its format, or that readers would differ about."""


@dataclass(frozen=True, slots=True)
class Header:
    """A header block: `kind` is its type flag, `target` what a link points to."""

    name: str
    kind: str
    size: int
    target: str


def parse_header(block: bytes) -> Header:
    """The header in `block`; raises `Malformed`."""
    _check_sum(block)
    name = _text(block[:100])
    is_posix = block[257:263] == b"ustar\0"
    prefix = _text(block[345:500]) if is_posix else ""
    kind = block[156:157].decode("latin-1")
    return Header(
        name=f"{prefix}/{name}" if prefix else name,
        kind=kind,
        size=_number(block[124:136]),
        target=_text(block[157:257]),
    )


def looks_like_header(block: bytes) -> bool:
    """Whether a tar reader would take `block` for the beginning of an archive."""
    if len(block) < BLOCK:
        return False
    try:
        _check_sum(block)
    except Malformed:
        return False
    return True


def _check_sum(block: bytes) -> None:
    if _number(block[148:156]) != sum(block[:148]) + 32 * 8 + sum(block[156:]):
        raise Malformed("Bad header checksum")


def parse_pax(data: bytes) -> dict[str, str]:
    """The records of a pax header: each its length, a key and a value."""
    found: dict[str, str] = {}
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
        _add(found, key, value)
        place += length
    return found


def _add(found: dict[str, str], key: bytes, value: bytes) -> None:
    name = key.decode("utf-8", "replace")
    if name in {"path", "linkpath"}:
        if len(value) > LONGEST_NAME:
            raise Malformed("Filename too long")
        try:
            text = value.decode("utf-8")
        except UnicodeDecodeError:
            raise Malformed("Filename not unicode") from None
    else:
        text = value.decode("utf-8", "replace")
    if name in found and name in {"path", "linkpath", "size"}:
        raise Malformed("Two values for one key of a pax header")
    if name == "hdrcharset" and text not in {"BINARY", "ISO-IR 10646 2000 UTF-8"}:
        raise Malformed("Unknown character set")
    found[name] = text


def _decimal(data: bytes) -> int:
    return int(data) if data.isdigit() and len(data) < 12 else 0


def _text(field: bytes) -> str:
    data = field.partition(b"\0")[0]
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        raise Malformed("Filename not unicode") from None


def _number(field: bytes) -> int:
    """Octal digits, or GNU's base 256 for what is larger."""
    if field[0] == 0x80:
        return int.from_bytes(field[1:], "big")
    if field[0] & 0x80:
        raise Malformed("Negative number in header")
    digits = field.partition(b"\0")[0].strip(b" ")
    if not digits:
        return 0
    if any(byte not in b"01234567" for byte in digits):
        raise Malformed("Malformed number in header")
    return int(digits, 8)
