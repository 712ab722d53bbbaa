"""The header blocks of tar: POSIX.1-2017 ustar, GNU, and those of Unix V7."""

import enum
from dataclasses import dataclass

BLOCK = 512
_LATEST = 1 << 40
"""No file is changed later; beyond what systems keep as a time, readers fail."""


class Malformed(Exception):
    """An archive that does not follow its format, or that readers would differ about."""


class Flavour(enum.Enum):
    """The formats of a header block, by their magic and version."""

    POSIX = b"ustar\x0000"
    GNU = b"ustar  \0"
    V7 = bytes(8)


@dataclass(frozen=True, slots=True)
class Header:
    """A header block: `kind` is its type flag, `target` what a link points to."""

    flavour: Flavour
    name: str
    kind: str
    size: int
    target: str


def parse_header(block: bytes) -> Header:
    """Return the header in `block`; raises `Malformed`."""
    _check_sum(block)
    flavour = _flavour(block)
    _check_numbers(block)
    name, prefix = text_of(block[:100]), ""
    if flavour is Flavour.POSIX:
        prefix = text_of(block[345:500])
    elif any(block[345:]):
        raise Malformed("Header with a prefix that its format does not have")
    return Header(
        flavour=flavour,
        name=f"{prefix}/{name}" if prefix else name,
        kind=block[156:157].decode("latin-1"),
        size=_number(block[124:136], "size"),
        target=text_of(block[157:257]),
    )


def looks_like_header(block: bytes) -> bool:
    """Return whether a tar reader would take `block` for the beginning of an archive."""
    if len(block) < BLOCK:
        return False
    try:
        _check_sum(block)
    except Malformed:
        return False
    return True


def text_of(field: bytes) -> str:
    """Return the text in a field, up to its first NUL."""
    try:
        return field.partition(b"\0")[0].decode("utf-8")
    except UnicodeDecodeError:
        raise Malformed("Filename not unicode") from None


def _flavour(block: bytes) -> Flavour:
    """Return the format by its magic; refuse others, which readers read differently."""
    magic = block[257:265]
    try:
        flavour = Flavour(magic)
    except ValueError:
        raise Malformed(f"Unknown magic {magic!r} in header") from None
    if flavour is Flavour.V7 and any(block[257:]):
        raise Malformed("Header without a magic, but with later fields")
    return flavour


def _check_sum(block: bytes) -> None:
    if _number(block[148:156], "checksum") != sum(block[:148]) + 32 * 8 + sum(block[156:]):
        raise Malformed("Bad header checksum")


def _check_numbers(block: bytes) -> None:
    """Refuse fields that are no numbers, at which some readers stop."""
    for what, field in (
        ("mode", block[100:108]),
        ("user", block[108:116]),
        ("group", block[116:124]),
        ("device", block[329:337]),
        ("device", block[337:345]),
    ):
        if any(field):
            _number(field, what)
    if _number(block[136:148], "time") >= _LATEST:
        raise Malformed("Time in header is too far away")


def _number(field: bytes, what: str) -> int:
    """Parse octal digits, or GNU's base 256 for larger numbers."""
    if field[0] == 0x80:
        return int.from_bytes(field[1:], "big")
    if field[0] & 0x80:
        raise Malformed(f"Negative {what} in header")
    digits = field.rstrip(b"\0 ").lstrip(b" ")
    if not digits or any(byte not in b"01234567" for byte in digits):
        raise Malformed(f"Malformed {what} in header")
    return int(digits, 8)
