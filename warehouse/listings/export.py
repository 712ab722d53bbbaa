"""Lists as CSV and JSON, row by row.

A spreadsheet reads a cell that begins with `=`, `+`, `-`, `@`, a tab or a carriage return
as a formula, so text that does is written with an apostrophe before it (CWE-1236).
"""

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

import orjson

from warehouse.listings.listing import Column

_FORMULA = ("=", "+", "-", "@", "\t", "\r")

Writer = Callable[[Sequence[Column], Iterable[Any]], Iterator[bytes]]


def as_csv(columns: Sequence[Column], rows: Iterable[Any]) -> Iterator[bytes]:
    """Yield the rows as CSV (RFC 4180), the keys of the columns first."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer)
    writer.writerow([each.key for each in columns])
    for row in rows:
        writer.writerow([_cell(row[each.key]) for each in columns])
        if buffer.tell() > 64 * 1024:
            yield _taken(buffer)
    yield _taken(buffer)


def as_json(columns: Sequence[Column], rows: Iterable[Any]) -> Iterator[bytes]:
    """Yield the rows as an array of JSON objects."""
    yield b"["
    for position, row in enumerate(rows):
        found = {each.key: row[each.key] for each in columns}
        yield (b",\n" if position else b"\n") + orjson.dumps(found, default=str)
    yield b"\n]\n"


FORMATS: dict[str, tuple[str, Writer]] = {
    "csv": ("text/csv", as_csv),
    "json": ("application/json", as_json),
}
"""The media type and the writer of each format."""


def _taken(buffer: io.StringIO) -> bytes:
    text = buffer.getvalue()
    buffer.seek(0)
    buffer.truncate()
    return text.encode("utf-8", "replace")


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds")
    if isinstance(value, dict | list):
        return orjson.dumps(value, default=str).decode()
    text = str(value).replace("\0", "")
    is_text = isinstance(value, str)
    return f"'{text}" if is_text and text.startswith(_FORMULA) else text
