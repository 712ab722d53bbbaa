"""Reading from a streaming replica, as long as it is as fresh as the answer must be.

A replica replays what the primary committed, in the order in which it committed, and the
last row of each transaction that changes pages is one of the log of purges. So a replica
whose log ends at position 7 shows all that the purges 1 to 7 are about: a comparison of two
numbers, in the very transaction that reads, is all the proof that is needed. A replica that
is behind, gone or slow is left alone, and the primary is asked.
"""

import time

import structlog
from prometheus_client import Counter
from sqlalchemy import Engine, create_engine, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

log = structlog.get_logger(__name__)

POSITION = "warehouse.position"
"""Where a WSGI environment says how fresh its answer must be: a position of the log."""

READS = Counter(
    "warehouse_replica_reads_total",
    "Requests that could be answered from the read replica, by what became of them",
    ["outcome"],
)

_REST_SECONDS = 5.0
"""For how long a replica that failed is not asked again."""

# The first statement has the session's short timeout, those after it the longer one.
_REACHED = text(
    "SELECT max(position), set_config('statement_timeout', '10s', true) FROM cache_purges"
)


class Replica:
    """Makes sessions on the read replica, which cannot write."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._resting_until = 0.0

    def session_at(self, position: int) -> Session | None:
        """Return a session that sees every purge up to `position`, or None."""
        if time.monotonic() < self._resting_until:
            READS.labels("resting").inc()
            return None
        session = Session(self.engine, info={Replica: self})
        try:
            reached: int | None = session.scalar(_REACHED)
        except SQLAlchemyError as error:
            session.close()
            self.rest(error)
            return None
        if (reached or 0) < position:
            session.close()
            READS.labels("behind").inc()
            return None
        READS.labels("read").inc()
        return session

    def rest(self, error: Exception) -> None:
        """Ask the primary for some seconds, because of `error`."""
        self._resting_until = time.monotonic() + _REST_SECONDS
        READS.labels("failed").inc()
        log.warning("replica_failed", error=type(error).__name__)


def make_replica(url: str, *, pool_size: int) -> Replica:
    """Make the replica at `url`, with short timeouts: the primary would answer as well."""
    engine = create_engine(
        url,
        pool_size=pool_size,
        max_overflow=pool_size,
        pool_timeout=1,
        pool_pre_ping=True,
        pool_recycle=1800,
        connect_args={
            "connect_timeout": 2,
            "tcp_user_timeout": 2000,
            "options": "-c timezone=utc -c statement_timeout=1s"
            " -c default_transaction_read_only=on"
            " -c idle_in_transaction_session_timeout=60s",
        },
    )
    return Replica(engine)
