"""The advisory locks of the database: who waits for whom, by one key for each.

All keys stand here, because two that are equal would make strangers wait for each other.
"""

import enum

from sqlalchemy import Connection, func, select
from sqlalchemy.orm import Session


class Lock(enum.IntEnum):
    """The keys: words in ASCII, so that they can be read in `pg_locks`."""

    MIGRATE = 0x57415245
    """The word WARE: one process at a time changes the schema."""

    PURGE = 0x5075726765
    """The word Purge: purges are committed in the order of their positions."""

    SWEEP = 0x5377656570
    """The word Sweep: publishing shares it, so that blobs without a row yet are kept."""

    JOURNAL = 0x4A6F75726E616C
    """The word Journal: journal rows are committed in the order of their serials."""

    ADVISORIES = 0x41647669736F7279
    """The word Advisory: who stores what sources say of vulnerabilities does it alone."""


def take_lock(db: Session, key: Lock) -> None:
    """Wait until nobody else has the lock; it ends with the transaction."""
    db.execute(select(func.pg_advisory_xact_lock(key.value)))


def share_lock(db: Session, key: Lock) -> None:
    """Wait until nobody has the lock alone; it ends with the transaction."""
    db.execute(select(func.pg_advisory_xact_lock_shared(key.value)))


def lock_name(db: Session, name: str) -> None:
    """Wait until nobody else has locked `name`; it ends with the transaction."""
    db.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(name, 0))))


def try_lock_name(db: Session, name: str) -> bool:
    """Lock `name` until the transaction ends; return False if somebody else has it."""
    found = func.pg_try_advisory_xact_lock(func.hashtextextended(name, 0))
    return bool(db.scalar(select(found)))


def lock_connection(connection: Connection, key: Lock) -> None:
    """Wait until nobody else has the lock; it ends with the connection."""
    connection.execute(select(func.pg_advisory_lock(key.value)))
