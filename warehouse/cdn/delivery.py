"""Delivering the log of purges to the CDN: each purge twice, and none is lost.

Each row of the log says whether the CDN is still to be told of it and when, so it does not
matter which process ends where. Two workers may deliver the same at the same time, which
does no harm.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

import structlog
from sqlalchemy import Float, Row, exists, extract, func, select, update

from warehouse.cdn.interface import CDNUnavailable, OriginCache
from warehouse.db import SessionFactory
from warehouse.purges import EVERYTHING
from warehouse.purges.log import wait_for_readers
from warehouse.purges.models import Purge

log = structlog.get_logger(__name__)

AGAIN_AFTER_SECONDS = 5
"""When it is told the second time; `varnish.vcl` relies on its being more than 4."""

_AT_ONCE = 1000
_SHORTEST_PAUSE, _LONGEST_PAUSE = 1.0, 60.0

_NOW = func.timezone("utc", func.clock_timestamp())
_FAILING = select(exists().where(Purge.told.is_(None), Purge.due > _NOW))
_DUE = (
    select(
        Purge.position,
        Purge.keys,
        Purge.told.is_not(None).label("was_told"),
        extract("epoch", _NOW - Purge.purged).cast(Float).label("age"),
    )
    .where(Purge.due <= _NOW)
    .order_by(Purge.position)
    .limit(_AT_ONCE)
)

Rows = Sequence[Row[int, list[str], bool, float]]


@dataclass(frozen=True)
class Delivery:
    """Reads which purges are due, sends them in one go, and records that they were sent."""

    factory: SessionFactory
    cache: OriginCache

    def tell(self) -> None:
        """Send all purges that are due; what fails is due again, later each time.

        While the CDN does not answer, new purges wait with the old ones, so that not every
        upload has a worker wait for it in vain.
        """
        while rows := self._due():
            wait_for_readers(self.factory.engine, rows[-1].position)
            try:
                self._purge({key for row in rows for key in row.keys})
            except CDNUnavailable as error:
                self._put_off(rows, error)
                return
            self._note(rows)

    def _due(self) -> Rows:
        """Return the next rows; no transaction is open while the CDN is asked."""
        with self.factory.transaction() as transaction:
            if transaction.session.scalar(_FAILING):
                return []
            return transaction.session.execute(_DUE).all()

    def _purge(self, keys: set[str]) -> None:
        if EVERYTHING in keys:
            self.cache.purge_everything()
        else:
            self.cache.purge(keys)

    def _note(self, rows: Rows) -> None:
        """Record a delivery; a first one counts only where no other worker was faster."""
        first = [row.position for row in rows if not row.was_told]
        second = [row.position for row in rows if row.was_told]
        with self.factory.transaction() as transaction:
            db = transaction.session
            db.execute(
                update(Purge)
                .where(Purge.position.in_(first), Purge.told.is_(None))
                .values(told=_NOW, due=_NOW + timedelta(seconds=AGAIN_AFTER_SECONDS))
            )
            db.execute(update(Purge).where(Purge.position.in_(second)).values(due=None))

    def _put_off(self, rows: Rows, error: CDNUnavailable) -> None:
        """Wait as long again as the oldest purge has waited by now, within reason."""
        oldest = max(row.age for row in rows)
        pause = min(max(oldest, _SHORTEST_PAUSE), _LONGEST_PAUSE)
        positions = [row.position for row in rows]
        with self.factory.transaction() as transaction:
            transaction.session.execute(
                update(Purge)
                .where(Purge.position.in_(positions), Purge.due.is_not(None))
                .values(due=_NOW + timedelta(seconds=pause))
            )
        log.warning("cdn_not_told", error=str(error), purges=len(rows), again_in=pause)
