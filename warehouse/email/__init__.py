"""Mail: written in the transaction that it is about, and sent once that is durable."""

from pyramid.config import Configurator

from warehouse.email.messages import Mail
from warehouse.email.outbox import Outbox, Recipient
from warehouse.email.rendering import Renderer
from warehouse.email.reports import MailReports
from warehouse.email.transport import Transport, make_transport
from warehouse.http import Request

__all__ = ["Mail", "Outbox", "Recipient", "Renderer", "Transport", "includeme"]


def includeme(config: Configurator) -> None:
    """Provide `request.service(Outbox)`, and send what is written into it."""
    settings = config.registry.settings["warehouse"]
    config.registry[Renderer] = Renderer(settings.site.name)
    transport = make_transport(settings.mail)
    if transport is not None:
        config.registry[Transport] = transport
    config.register_service(Outbox, _outbox)
    config.register_service(MailReports, lambda r: MailReports(r.db, r.announce))
    config.add_tasks("warehouse.email.tasks")


def _outbox(request: Request) -> Outbox:
    from warehouse.email.tasks import deliver_mail

    registry, settings = request.registry, request.settings
    enqueue = None
    if Transport in registry:
        enqueue = lambda key: request.enqueue(deliver_mail, key)  # noqa: E731
    host = settings.site.domain or request.domain
    return Outbox(request.db, registry[Renderer], settings.mail.sender(host), enqueue)
