"""Answering a request that is repeated as it was answered the first time."""

from pyramid.config import Configurator

from warehouse.idempotency.errors import KeyBusy, KeyReused
from warehouse.idempotency.services import IdempotencyService

__all__ = ["IdempotencyService", "KeyBusy", "KeyReused"]


def includeme(config: Configurator) -> None:
    """Register the service, and the task that forgets old answers."""
    config.register_service(
        IdempotencyService, lambda request: IdempotencyService(request.db)
    )
    config.add_tasks("warehouse.idempotency.tasks")
