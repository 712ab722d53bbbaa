"""Engines and sessions, and what an error of the database means."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
import sqlalchemy
from pyramid.config import Configurator
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError, IntegrityError, SQLAlchemyError
from sqlalchemy.orm import ORMExecuteState, Session, sessionmaker

from warehouse.db.replicas import Replica, make_replica
from warehouse.db.transaction import Transaction

DatabaseError = SQLAlchemyError

_RETRYABLE = (
    psycopg.errors.SerializationFailure,
    psycopg.errors.DeadlockDetected,
)


class SessionFactory:
    """Makes sessions on connections of `engine`.

    Given a `connection`, all sessions share it, and their commits are savepoints on it.
    """

    def __init__(self, engine: Engine, *, connection: Connection | None = None) -> None:
        self.engine = engine
        self.make: Callable[[], Session] = sessionmaker(
            connection or engine, join_transaction_mode="create_savepoint"
        )
        event.listen(self.make, "after_flush", lambda session, _: _note(session))
        event.listen(self.make, "do_orm_execute", _note_statement)
        alone = connection or engine.execution_options(isolation_level="AUTOCOMMIT")
        self._alone = sessionmaker(alone, join_transaction_mode="create_savepoint")

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Yield a session that only reads, and give its connection back at the end."""
        session = self.make()
        try:
            yield session
        finally:
            session.rollback()
            session.close()

    @contextmanager
    def autocommit(self) -> Iterator[Session]:
        """Yield a session whose statements are each a transaction of their own.

        Nothing begins or ends one, which spares two of the times that a statement takes to
        be answered. Each sees what is committed then, as in `reading`.
        """
        session = self._alone()
        try:
            yield session
            session.commit()
        finally:
            session.close()

    @contextmanager
    def transaction(self) -> Iterator[Transaction]:
        """Begin a transaction that commits at the end, unless an error is raised."""
        session = self.make()
        transaction = Transaction(session)
        try:
            yield transaction
            transaction.commit()
        except BaseException:
            transaction.rollback()
            raise
        finally:
            session.close()


_WROTE = "warehouse.db.wrote"


def has_written(session: Session) -> bool:
    """Return whether a session wrote, or is about to."""
    pending = session.new or session.dirty or session.deleted
    return bool(pending or session.info.get(_WROTE))


def _note(session: Session) -> None:
    session.info[_WROTE] = True


def _note_statement(state: ORMExecuteState) -> None:
    if state.is_insert or state.is_update or state.is_delete:
        _note(state.session)


def make_engine(url: str, *, pool_size: int) -> Engine:
    """Make an engine that notices a restarted server before a request does.

    Its queries are planned for memory or a solid-state disk: PostgreSQL's default is made
    for turning ones, and prefers reading all releases to finding those of a large project.
    """
    return create_engine(
        url,
        pool_size=pool_size,
        max_overflow=pool_size,
        pool_pre_ping=True,
        pool_recycle=1800,
        connect_args={
            "connect_timeout": 5,
            "options": "-c timezone=utc -c statement_timeout=60s -c lock_timeout=30s"
            " -c idle_in_transaction_session_timeout=120s -c random_page_cost=1.1",
        },
    )


def is_retryable(error: Exception) -> bool:
    """Return whether `error` says that a transaction lost a race, and may win the next."""
    if isinstance(error, IntegrityError):
        return True
    return isinstance(error, DBAPIError) and isinstance(error.orig, _RETRYABLE)


def is_unavailable(error: BaseException) -> bool:
    """Return whether `error` says that the database is out of reach or going down."""
    if not isinstance(error, DBAPIError | sqlalchemy.exc.TimeoutError):
        return False
    if isinstance(error, sqlalchemy.exc.TimeoutError) or error.connection_invalidated:
        return True
    original: Any = error.orig
    return isinstance(original, psycopg.OperationalError) and not isinstance(
        original, _RETRYABLE
    )


def includeme(config: Configurator) -> None:
    """Register the engine, and that of a read replica where there is one."""
    settings = config.registry.settings["warehouse"].database
    engine = make_engine(settings.url, pool_size=settings.pool_size)
    config.registry[SessionFactory] = SessionFactory(engine)
    if settings.replica_url is not None:
        config.registry[Replica] = make_replica(
            settings.replica_url, pool_size=settings.pool_size
        )
