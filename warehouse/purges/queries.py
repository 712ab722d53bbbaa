"""Reading the state of the log of purges, and trimming it."""

from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import delete, func, select, true
from sqlalchemy.orm import Session

from warehouse.purges.models import Purge, Reader

KEPT = timedelta(days=2)
"""Longer than any page is stored, so what is forgotten was made anew since."""

_NOW = func.timezone("utc", func.clock_timestamp())


class ReaderState(NamedTuple):
    """A reader: its position, and for how many seconds more it may send what it stores."""

    name: str
    position: int
    lease_seconds: float


class LogState(NamedTuple):
    """The log: its length, the newest position, and what a CDN is still to be told."""

    purges: int
    position: int
    oldest: datetime | None
    untold: int
    unrepeated: int


def readers(db: Session) -> list[ReaderState]:
    """Return every reader, by its name."""
    left = func.extract("epoch", Reader.lease_until - _NOW)
    rows = db.execute(select(Reader.name, Reader.position, left).order_by(Reader.name))
    return [ReaderState(name, position, float(seconds)) for name, position, seconds in rows]


def log_state(db: Session) -> LogState:
    """Return the length of the log, and how much of it a CDN has not been told twice."""
    pending = Purge.due.is_not(None)
    row = db.execute(
        select(
            func.count(),
            func.coalesce(func.max(Purge.position), 0),
            func.min(Purge.purged),
            func.count().filter(pending, Purge.told.is_(None)),
            func.count().filter(pending, Purge.told.is_not(None)),
        )
    ).one()
    return LogState(*row)


def trim(db: Session, *, keep_untold: bool) -> int:
    """Delete rows that are older than two days, and return their number.

    The newest row stays, whatever its age: it says how far the log is.
    """
    newest = select(func.max(Purge.position)).scalar_subquery()
    found = db.scalars(
        delete(Purge)
        .where(
            Purge.purged < _NOW - KEPT,
            Purge.position < newest,
            Purge.due.is_(None) if keep_untold else true(),
        )
        .returning(Purge.position)
        .execution_options(synchronize_session=False)
    )
    return len(found.all())
