"""The names of views, alone and with a moment: `stable`, `stable@2026-11-01`."""

import re
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from warehouse.index_views.errors import MomentInvalid, ViewNameInvalid

_NAME = re.compile(r"[a-z](?:[a-z0-9-]{0,48}[a-z0-9])?\Z")
_DAY = re.compile(r"\d{4}-\d\d-\d\d\Z", re.ASCII)
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?Z\Z", re.ASCII)


class Spelled(NamedTuple):
    """What stands in a URL for a view: its name, and the moment it is seen at."""

    name: str
    then: datetime | None = None


def require_name(name: str) -> str:
    """Return the name if a view may have it; raises `ViewNameInvalid`."""
    if _NAME.match(name) is None:
        raise ViewNameInvalid(name)
    return name


def read_spelled(text: str, now: datetime) -> Spelled:
    """Return the name and the moment that a text spells; raises `MomentInvalid`."""
    name, at, moment = text.partition("@")
    return Spelled(name, read_moment(moment, now) if at else None)


def read_moment(text: str, now: datetime) -> datetime:
    """Return the moment that a text spells; raises `MomentInvalid`.

    A day is its end, in UTC. Only what is over never changes again.
    """
    try:
        if _DAY.match(text):
            moment = datetime.fromisoformat(text).replace(tzinfo=UTC) + timedelta(days=1)
        elif _TIME.match(text):
            moment = datetime.fromisoformat(text)
        else:
            raise MomentInvalid(text)
    except (ValueError, OverflowError) as error:
        raise MomentInvalid(text) from error
    if moment > now:
        raise MomentInvalid(text)
    return moment
