"""The tween that gives each request its transaction."""

from collections.abc import Callable

from pyramid.config import Configurator
from pyramid.registry import Registry
from pyramid.response import Response
from pyramid_retry import mark_error_retryable

from warehouse.db import DatabaseError, is_retryable
from warehouse.db.replicas import POSITION, Replica
from warehouse.http.request import Request
from warehouse.security.policy import forget_identity

Handler = Callable[[Request], Response]


def transaction_tween_factory(handler: Handler, registry: Registry) -> Handler:
    """Commit when a view returns, roll back when it raises."""

    def transaction_tween(request: Request) -> Response:
        try:
            response = handler(request)
            if request.has_transaction:
                request.transaction.commit()
        except Exception as error:
            if request.has_transaction:
                request.transaction.rollback()
            if is_retryable(error) or _failed_on_replica(request, error):
                mark_error_retryable(error)
            raise
        return response

    return transaction_tween


def _failed_on_replica(request: Request, error: Exception) -> bool:
    """Have the primary asked next time if the replica failed; returns whether it did."""
    replica: Replica | None = None
    if request.has_transaction and isinstance(error, DatabaseError):
        replica = request.db.info.get(Replica)
    if replica is not None:
        replica.rest(error)
        del request.environ[POSITION]
    return replica is not None


def release_connection(request: Request) -> None:
    """End the reading of the database, and give its connection back.

    Whoever was recognised is looked for again when that is asked: their rows are gone.
    """
    forget_identity(request)
    if request.has_transaction:
        request.transaction.rollback()
        request.db.close()


def includeme(config: Configurator) -> None:
    """Add the tween below the one that renders errors."""
    config.add_tween(
        "warehouse.http.transactions.transaction_tween_factory",
        under="pyramid.tweens.excview_tween_factory",
    )
