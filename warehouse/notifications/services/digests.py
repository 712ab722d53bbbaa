"""Taking together what one person is told once a day."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import structlog
from sqlalchemy import Select, delete, func, or_, select
from sqlalchemy.orm import Session

from warehouse.accounts.models import User, UserPreferences
from warehouse.notifications.models import DigestEntry, News

log = structlog.get_logger(__name__)

MORNING = 7
"""The hour, where a person is, in which their digest is written."""

AT_ONCE = 100
"""Digests that are written in one transaction."""

_LATE = timedelta(hours=24)
"""News wait no longer than this, whatever hour it is."""


class DigestService:
    """Finds whose digest is due, and takes what is in it."""

    def __init__(self, db: Session) -> None:
        self.db = db

    def due(
        self, now: datetime, *, after: UUID | None = None, limit: int = AT_ONCE
    ) -> Sequence[User]:
        """Return some of those for whom it is morning, or whose news have waited long.

        They come in the order of their ids; those after one of them are the next.
        """
        zone = func.coalesce(UserPreferences.time_zone, "UTC")
        zones = self.db.scalars(self._waiting(zone).distinct()).all()
        mornings = [each for each in zones if _hour(now, each) == MORNING]
        wanted = (
            self._waiting(DigestEntry.user_id)
            .where(or_(zone.in_(mornings), DigestEntry.created <= now - _LATE))
            .group_by(DigestEntry.user_id)
            .order_by(DigestEntry.user_id)
            .limit(limit)
        )
        if after is not None:
            wanted = wanted.where(DigestEntry.user_id > after)
        found = select(User).where(User.id.in_(wanted)).order_by(User.id)
        return self.db.scalars(found).all()

    def take(self, user_id: UUID) -> Sequence[News]:
        """Return what a person has not been told, oldest first, and count it as told.

        Two who do this at the same time do not get the same news.
        """
        taken = delete(DigestEntry).where(DigestEntry.user_id == user_id)
        keys = self.db.scalars(taken.returning(DigestEntry.news_id)).all()
        wanted = select(News).where(News.id.in_(keys))
        return self.db.scalars(wanted.order_by(News.created, News.id)).all()

    def _waiting(self, column: Any) -> Select[Any]:
        return select(column).outerjoin_from(
            DigestEntry, UserPreferences, UserPreferences.user_id == DigestEntry.user_id
        )


def _hour(now: datetime, name: str) -> int:
    """Return the hour in a time zone; in UTC if this machine does not know the zone."""
    try:
        zone = ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        log.warning("time_zone_unknown", zone=name, problem=str(error))
        return now.hour
    return now.astimezone(zone).hour
