"""Reading the log lines of a CDN, of which the README says what they have."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from typing import Any
from urllib.parse import unquote

import orjson

from warehouse.downloads.clients import client_of
from warehouse.downloads.counter import Counts, Hit
from warehouse.http.caching.ranges import begins_at_zero
from warehouse.paths import FILES

MOST_LINES = 10_000
_MOST_AT_ONCE = 1_000_000
_LONGEST_PATH = 1024
_OLDEST = timedelta(days=35)
_AHEAD = timedelta(minutes=10)


class LogInvalid(Exception):
    """A line is not as it should be; the text says which one, and how it should be."""


def read_log(body: bytes, now: datetime) -> Counts:
    """Return what a log counts; raises `LogInvalid` for the first line that is wrong."""
    lines = [each for each in body.split(b"\n") if each.strip()]
    if len(lines) > MOST_LINES:
        raise LogInvalid(f"There are {len(lines)} lines; send at most {MOST_LINES}.")
    counted: Counter[Hit] = Counter()
    for number, line in enumerate(lines, start=1):
        said = _object(line, number)
        day = _day(said.get("time"), now, number)
        path = unquote(_text(said, "path", number)).removeprefix(FILES)
        agent = _text(said, "user_agent", number, default="")
        count = _number(said, "count", number, default=1)
        if _is_download(said, number) and len(path) <= _LONGEST_PATH and "\0" not in path:
            client = client_of(agent.encode("utf-8", "replace"))
            counted[Hit(day, path, client)] += count
    return list(counted.items())


def _object(line: bytes, number: int) -> dict[str, Any]:
    try:
        said: Any = orjson.loads(line)
    except orjson.JSONDecodeError as error:
        raise LogInvalid(f"Line {number} is no JSON: {error}.") from error
    if not isinstance(said, dict):
        raise LogInvalid(f"Line {number} is not an object.")
    return said


def _day(value: Any, now: datetime, number: int) -> date:
    try:
        time = datetime.fromisoformat(value)
    except (TypeError, ValueError):
        time = None
    if time is None or time.tzinfo is None:
        raise LogInvalid(
            f"The time of line {number} is to be like 2026-11-28T09:00:00Z, with a zone."
        )
    if not now - _OLDEST <= time <= now + _AHEAD:
        days = _OLDEST.days
        raise LogInvalid(f"The time of line {number} is not of the last {days} days.")
    return time.astimezone(UTC).date()


def _is_download(said: dict[str, Any], number: int) -> bool:
    status = _number(said, "status", number, default=200)
    if status != 206:
        return status == 200
    return begins_at_zero(_text(said, "range", number, default=""))


def _text(
    said: dict[str, Any], name: str, number: int, *, default: str | None = None
) -> str:
    value = said.get(name, default)
    if value is None and default is not None:
        return default
    if not isinstance(value, str):
        raise LogInvalid(f"The {name} of line {number} is not a text.")
    return value


def _number(said: dict[str, Any], name: str, number: int, *, default: int) -> int:
    value = said.get(name, default)
    if type(value) is not int or not 1 <= value <= _MOST_AT_ONCE:
        raise LogInvalid(
            f"The {name} of line {number} is not a number from 1 to {_MOST_AT_ONCE}."
        )
    return value
