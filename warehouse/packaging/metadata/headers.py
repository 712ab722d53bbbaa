"""Taking a metadata file apart, line by line, without a parser of mail.

METADATA and PKG-INFO look like mail (RFC 5322), but are none. A parser of mail follows
whatever other headers say, down every nested message, and looks through all of them for
each name. Here each line is looked at once, and means what it means to that parser.
"""

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass

from warehouse.packaging import limits
from warehouse.packaging.metadata.fields import BY_HEADER

_MARKS = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_LINE = re.compile(rb"[^\r\n]*(?:\r\n|\r|\n|\Z)")
_HEADER = re.compile(rb"From |(?P<name>[!-9;-~]*):|[\t ]")
"""How a line begins that Python's parser of mail takes for a header or a part of one."""

_OF_MAIL = {
    "content-type": re.compile(rb"(?!\s*(?:multipart|message)\b)", re.IGNORECASE),
    "content-transfer-encoding": re.compile(rb"\s*(?:7bit|8bit|binary)\b", re.IGNORECASE),
}
"""Headers of mail with which the description would mean something else to others."""


class HeadersUnreadable(Exception):
    """A metadata file that is not parsed; `problem` is a sentence without its end."""

    def __init__(self, problem: str) -> None:
        super().__init__(problem)
        self.problem = problem


@dataclass(frozen=True)
class Parts:
    """The values of each header of core metadata, in their order, and what follows."""

    headers: dict[str, list[bytes]]
    body: bytes


def parts_of(data: bytes) -> Parts:
    """Return the parts of a metadata file; raises `HeadersUnreadable`."""
    if data.startswith(_MARKS):
        raise HeadersUnreadable(
            "the metadata begins with a byte order mark (U+FEFF), after which installers "
            "find no field: save it as UTF-8 without one"
        )
    found: dict[str, list[list[bytes]]] = {}
    current: list[bytes] = []
    end = 0
    for count, (line, name, end) in enumerate(_header_lines(data), start=1):
        _forbid_too_much(count, end)
        if name is None:
            current.append(line)
            continue
        value = line.partition(b":")[2].lstrip(b" \t")
        _forbid_mail(name, value)
        current = [value]
        if name in BY_HEADER:
            found.setdefault(name, []).append(current)
    headers = {
        name: [b"".join(lines).rstrip(b"\r\n") for lines in values]
        for name, values in found.items()
    }
    return Parts(headers, _body(data, end))


def _header_lines(data: bytes) -> Iterator[tuple[bytes, str | None, int]]:
    """Yield each header line, the name if one begins there, and the line's end."""
    end = 0
    while end < len(data):
        found = _HEADER.match(data, end)
        line = _LINE.match(data, end)
        if found is None or line is None:
            return
        is_envelope = found.group() == b"From "
        if is_envelope and end > 0 and not _HEADER.match(data, line.end()):
            return
        end = line.end()
        name = b"" if is_envelope else found["name"]
        yield line.group(), None if name is None else name.decode().lower(), end


def _body(data: bytes, start: int) -> bytes:
    """Return what follows the headers, without the empty line in between."""
    line = _LINE.match(data, start)
    is_empty = line is not None and not line.group().strip(b"\r\n")
    return data[line.end() if line is not None and is_empty else start :]


def _forbid_too_much(lines: int, size: int) -> None:
    most, largest = limits.FIELD_LINES.most, limits.FIELD_BYTES.most
    if lines > most:
        raise HeadersUnreadable(f"more than {most} lines stand before the description")
    if size > largest:
        raise HeadersUnreadable(f"more than {largest} bytes stand before the description")


def _forbid_mail(name: str, value: bytes) -> None:
    if name in _OF_MAIL and not _OF_MAIL[name].match(value):
        shown = value.strip().decode("ascii", "replace")[:60]
        raise HeadersUnreadable(
            f"the header {name.title()} says {shown!r}, but metadata is neither mail nor "
            "encoded as mail is: leave it out"
        )
