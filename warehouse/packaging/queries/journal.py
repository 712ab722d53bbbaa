"""The journal, as mirrors follow it."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import BigInteger, func, select
from sqlalchemy.orm import Session

from warehouse.packaging.models import JournalEntry
from warehouse.packaging.models.privacy import is_public

MOST_CHANGES = 50_000
"""How many changes are returned at once."""

_LARGEST_SERIAL = 2**31 - 1


def last_serial(db: Session) -> int:
    """Return the id of the newest public journal row, 0 if there is none."""
    return db.scalar(select(func.max(JournalEntry.id)).where(is_public(JournalEntry))) or 0


def changes_since(db: Session, serial: int, *, limit: int = MOST_CHANGES) -> Sequence[Any]:
    """Return name, version, Unix time, action and id of the public rows after `serial`.

    At most `limit`; who wants more asks again with the last id of these.
    """
    if serial >= _LARGEST_SERIAL:
        return []
    seconds = func.floor(func.extract("epoch", JournalEntry.submitted_date))
    return db.execute(
        select(
            JournalEntry.name,
            JournalEntry.version,
            seconds.cast(BigInteger).label("epoch"),
            JournalEntry.action,
            JournalEntry.id,
        )
        .where(JournalEntry.id > max(serial, 0), is_public(JournalEntry))
        .order_by(JournalEntry.id)
        .limit(limit)
    ).all()
