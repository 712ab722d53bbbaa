"""Appending to the log of purges, and waiting until every reader has read it."""

import time
from collections.abc import Callable
from functools import partial

import structlog
from pyramid.config import Configurator
from pyramid.registry import Registry
from sqlalchemy import Engine, NullPool, create_engine, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from warehouse.db import SessionFactory, Transaction
from warehouse.db.locks import Lock, take_lock

log = structlog.get_logger(__name__)

EVERYTHING = "*"
"""The key that every representation has."""

LEASE_SECONDS = 2.0
"""For how long a reader may serve what it keeps without hearing from the database."""

CHANNEL = "cache_purges"

_MARGIN_SECONDS = 0.2
_FIRST_PAUSE, _LONGEST_PAUSE = 0.0005, 0.01
_PENDING = "warehouse.purges.pending"

_APPEND = text(
    "WITH purge AS (INSERT INTO cache_purges (keys) VALUES (:keys) RETURNING position) "
    "SELECT position, pg_notify(:channel, '') FROM purge"
)
NEWEST = text("SELECT coalesce(max(position), 0) FROM cache_purges")
"""Asks for the newest position that a transaction sees."""

_LEAP = text(
    "SELECT setval('cache_purges_position_seq', greatest("
    "  (SELECT last_value FROM cache_purges_position_seq),"
    "  (extract(epoch FROM clock_timestamp()) * 1000000)::bigint))"
)
_BEHIND = text(
    "SELECT count(*) FROM cache_readers "
    "WHERE position < :position AND lease_until > (clock_timestamp() AT TIME ZONE 'utc')"
)


class PurgeListeners(list[Callable[[Registry], None]]):
    """What is called once a purge is durable and every reader has read it."""


def add_purge_listener(config: Configurator, listener: Callable[[Registry], None]) -> None:
    """Call `listener` with the registry after every purge of this application.

    It may be called once too often, and not at all where the process is killed: the log
    itself says what there is to do.
    """
    config.registry[PurgeListeners].append(listener)


def purge(db: Session, *keys: str) -> None:
    """Make every answer invalid that shows one of `keys`.

    It happens with the transaction of `db`: never if that is rolled back; and when its
    commit returns, no reader sends a stored answer of before.
    """
    transaction: Transaction | None = db.info.get(Transaction)
    if transaction is None:
        raise LookupError("purging needs a session that belongs to a Transaction")
    pending = transaction.memory.get(_PENDING)
    if pending is None:
        pending = transaction.memory[_PENDING] = set()
        transaction.before_commit(lambda: _write(transaction), last=True)
    pending.update(keys)


def purge_everything(db: Session) -> None:
    """Make every stored answer invalid, whatever database it came from.

    Positions leap to the microseconds since 1970, past those of any other database that
    this one may have been restored from.
    """
    db.execute(_LEAP)
    purge(db, EVERYTHING)


def purge_database(url: str) -> None:
    """Make every stored answer invalid after the database at `url` was replaced.

    A database older than the log of purges has none, and needs none.
    """
    engine = create_engine(url, poolclass=NullPool)
    with SessionFactory(engine).transaction() as transaction:
        if transaction.session.scalar(text("SELECT to_regclass('cache_purges')")):
            purge_everything(transaction.session)


def _write(transaction: Transaction) -> None:
    keys = sorted(transaction.memory.pop(_PENDING))
    db = transaction.session
    take_lock(db, Lock.PURGE)
    position = db.execute(_APPEND, {"keys": keys, "channel": CHANNEL}).scalar_one()
    engine = db.get_bind().engine
    transaction.after_commit(lambda: wait_for_readers(engine, position))
    registry: Registry | None = db.info.get(Registry)
    for listener in registry[PurgeListeners] if registry is not None else ():
        transaction.after_commit(partial(listener, registry))


def wait_until_heard(db: Session) -> None:
    """Return when every reader has read all purges that `db` can see.

    For answers that are not stored and tell of changes: a client that learns of a change
    there may ask for the page at once, and must not get an old one.
    """
    position: int = db.execute(NEWEST).scalar_one()
    if db.execute(_BEHIND, {"position": position}).scalar_one():
        wait_for_readers(db.get_bind().engine, position)


def wait_for_readers(engine: Engine, position: int) -> None:
    """Return when no reader sends anything older than `position` any more.

    A reader that does not answer, or that we cannot ask about, is waited for until its
    lease must have ended: it renews the lease only when it reads the log.
    """
    deadline = time.monotonic() + LEASE_SECONDS + _MARGIN_SECONDS
    pause = _FIRST_PAUSE
    try:
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as asking:
            while time.monotonic() < deadline:
                if not asking.execute(_BEHIND, {"position": position}).scalar_one():
                    return
                time.sleep(pause)
                pause = min(2 * pause, _LONGEST_PAUSE)
    except SQLAlchemyError as error:
        log.warning("cache_readers_unknown", error=type(error).__name__, position=position)
        time.sleep(max(0.0, deadline - time.monotonic()))
