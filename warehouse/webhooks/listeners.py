"""Telling webhooks what happens, and owners which of them fail."""

from urllib.parse import urlsplit

from warehouse.accounts.mailing import write_to
from warehouse.accounts.models import User
from warehouse.http import Request
from warehouse.http.offline import know_origin
from warehouse.packaging.queries import owner_ids
from warehouse.packaging.signals import ProjectDeleted, ProjectSignal, ReleaseSignal
from warehouse.signals import on
from warehouse.webhooks.emails import WebhookFailedMail
from warehouse.webhooks.events import event_of
from warehouse.webhooks.recording import WebhookRecorder
from warehouse.webhooks.services import WebhookService
from warehouse.webhooks.signals import WebhookFailed

PAGE = "manage.project.webhook"
"""The route of the page about one webhook."""


@on(ProjectSignal, ReleaseSignal, in_bulk=True)
def tell_webhooks(signal: ProjectSignal | ReleaseSignal, request: Request) -> None:
    """Write what webhooks are to be told, to be sent after the commit."""
    event = event_of(signal)
    if event is not None:
        request.service(WebhookRecorder).note(event, signal)


@on(ProjectDeleted)
def part(signal: ProjectDeleted, request: Request) -> None:
    """Keep webhooks until they have heard that their project is gone."""
    retention = request.settings.storage.retention
    request.service(WebhookService).part(signal.project, retention=retention)


@on(WebhookFailed)
def tell_owners(signal: WebhookFailed, request: Request) -> None:
    """Write to the owners of a project that one of its webhooks was switched off."""
    project, webhook = signal.project, signal.webhook
    know_origin(request, otherwise=webhook.origin)
    link = request.route_url(PAGE, name=project.normalized_name, id=webhook.id)
    for user_id in owner_ids(request.db, project.id):
        user = request.db.get_one(User, user_id)
        host = urlsplit(webhook.url).hostname or ""
        said = webhook.last_result or ""
        write_to(
            request, user, WebhookFailedMail(user.username, project.name, host, said, link)
        )
