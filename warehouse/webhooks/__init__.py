"""Telling other services what happens to projects."""

from uuid import UUID

from pyramid.config import Configurator

from warehouse.http import Request
from warehouse.outbound import OutboundClient, TargetRules
from warehouse.webhooks.delivery import WebhookDelivering
from warehouse.webhooks.errors import WebhookRefused
from warehouse.webhooks.recording import WebhookRecorder
from warehouse.webhooks.services import WebhookService

__all__ = ["WebhookRefused", "WebhookService"]


def _wake(request: Request, key: UUID) -> None:
    from warehouse.webhooks.tasks import call_webhook

    request.enqueue(call_webhook, str(key))


def _webhooks(request: Request) -> WebhookService:
    return WebhookService(
        request.db,
        request.announce,
        rules=request.registry[TargetRules],
        origin=request.host_url,
        wake=lambda key: _wake(request, key),
    )


def _recorder(request: Request) -> WebhookRecorder:
    return WebhookRecorder(request.db, request.transaction, lambda key: _wake(request, key))


def _delivering(request: Request) -> WebhookDelivering:
    return WebhookDelivering(
        request.db,
        request.announce,
        client=request.registry[OutboundClient],
        at_once=request.settings.webhooks.at_once,
        rules=request.registry[TargetRules],
    )


def includeme(config: Configurator) -> None:
    """Register the services, their listeners and their tasks."""
    settings = config.registry.settings["warehouse"].webhooks
    config.registry[OutboundClient] = OutboundClient(private=settings.private)
    config.registry[TargetRules] = TargetRules(
        ports=settings.ports, allows_http=settings.allows_http, private=settings.private
    )
    config.register_service(WebhookService, _webhooks)
    config.register_service(WebhookRecorder, _recorder)
    config.register_service(WebhookDelivering, _delivering)
    config.add_listeners("warehouse.webhooks.listeners")
    config.add_tasks("warehouse.webhooks.tasks")
