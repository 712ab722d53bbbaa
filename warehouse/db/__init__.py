"""The database: base classes, sessions, and one transaction for each unit of work."""

from pyramid.config import Configurator

from warehouse.db.base import Base, CIText, Model, Moment, Now, UTCDateTime, stored_by_value
from warehouse.db.restrictions import SEEING_ALL, restrict
from warehouse.db.sessions import (
    DatabaseError,
    SessionFactory,
    is_retryable,
    is_unavailable,
    make_engine,
)
from warehouse.db.transaction import Transaction

__all__ = [
    "SEEING_ALL",
    "Base",
    "CIText",
    "DatabaseError",
    "Model",
    "Moment",
    "Now",
    "SessionFactory",
    "Transaction",
    "UTCDateTime",
    "is_retryable",
    "is_unavailable",
    "make_engine",
    "restrict",
    "stored_by_value",
]


def includeme(config: Configurator) -> None:
    """Register the engine and the session factory."""
    config.include("warehouse.db.sessions")
