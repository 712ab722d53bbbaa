"""Engines and sessions, and the tween that gives each request its transaction."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import psycopg
import sqlalchemy
from pyramid.config import Configurator
from pyramid.registry import Registry
from pyramid.response import Response
from pyramid_retry import mark_error_retryable
from sqlalchemy import Engine, create_engine
from sqlalchemy.exc import DBAPIError, IntegrityError, SQLAlchemyError
from sqlalchemy.orm import Session, sessionmaker

from warehouse.db.replicas import POSITION, Replica, make_replica
from warehouse.db.transaction import Transaction

if TYPE_CHECKING:
    from warehouse.http import Request

Handler = Callable[["Request"], Response]

DatabaseError = SQLAlchemyError

_RETRYABLE = (
    psycopg.errors.SerializationFailure,
    psycopg.errors.DeadlockDetected,
)


class SessionFactory:
    """Makes sessions; tests bind it to one connection that is rolled back."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.make: Callable[[], Session] = sessionmaker(engine)

    @contextmanager
    def transaction(self) -> Iterator[Transaction]:
        """A transaction that commits at the end, unless an error leaves the block."""
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


def make_engine(url: str, *, pool_size: int) -> Engine:
    """An engine that notices a restarted server before a request does.

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


def transaction_tween_factory(handler: Handler, registry: Registry) -> Handler:
    """Commit when a view returns, roll back when it raises."""

    def transaction_tween(request: "Request") -> Response:
        try:
            response = handler(request)
            if request.has_transaction:
                request.transaction.commit()
        except Exception as error:
            if request.has_transaction:
                request.transaction.rollback()
            if _may_retry(error) or _failed_on_replica(request, error):
                mark_error_retryable(error)
            raise
        return response

    return transaction_tween


def _failed_on_replica(request: "Request", error: Exception) -> bool:
    """Whether the replica failed in the midst of it; the next attempt asks the primary."""
    replica: Replica | None = None
    if request.has_transaction and isinstance(error, SQLAlchemyError):
        replica = request.db.info.get(Replica)
    if replica is not None:
        replica.rest(error)
        del request.environ[POSITION]
    return replica is not None


def _may_retry(error: Exception) -> bool:
    if isinstance(error, IntegrityError):
        return True
    return isinstance(error, DBAPIError) and isinstance(error.orig, _RETRYABLE)


def is_unavailable(error: BaseException) -> bool:
    """Whether `error` says that the database cannot be reached or is going down."""
    if not isinstance(error, DBAPIError | sqlalchemy.exc.TimeoutError):
        return False
    if isinstance(error, sqlalchemy.exc.TimeoutError) or error.connection_invalidated:
        return True
    original: Any = error.orig
    return isinstance(original, psycopg.OperationalError) and not isinstance(
        original, _RETRYABLE
    )


def includeme(config: Configurator) -> None:
    """Register the engine and the transaction of each request."""
    settings = config.registry.settings["warehouse"].database
    engine = make_engine(settings.url, pool_size=settings.pool_size)
    config.registry[SessionFactory] = SessionFactory(engine)
    if settings.replica_url is not None:
        config.registry[Replica] = make_replica(
            settings.replica_url, pool_size=settings.pool_size
        )
    config.add_tween(
        "warehouse.db.sessions.transaction_tween_factory",
        under="pyramid.tweens.excview_tween_factory",
    )
