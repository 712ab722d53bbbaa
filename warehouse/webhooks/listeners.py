"""Telling webhooks what happens, and owners which of them fail."""

from collections.abc import Iterable
from urllib.parse import urlsplit

from warehouse.accounts.mailing import write_to
from warehouse.accounts.models import User
from warehouse.http import Request
from warehouse.http.offline import know_origin
from warehouse.organizations.queries import owners_of
from warehouse.organizations.signals import MemberSignal
from warehouse.organizations.team_signals import TeamSignal
from warehouse.packaging.models import Project
from warehouse.packaging.queries import owner_ids
from warehouse.packaging.signals import ProjectDeleted, ProjectSignal, ReleaseSignal
from warehouse.signals import on
from warehouse.webhooks.emails import WebhookFailedMail
from warehouse.webhooks.events import event_of
from warehouse.webhooks.models import Webhook
from warehouse.webhooks.queries import Owner
from warehouse.webhooks.recording import WebhookRecorder
from warehouse.webhooks.services import WebhookService
from warehouse.webhooks.signals import OrganizationWebhookFailed, WebhookFailed

PAGE = "manage.{}.webhook"
"""The route of the page about one webhook of a project or of an organization."""


@on(ProjectSignal, ReleaseSignal, MemberSignal, TeamSignal, in_bulk=True)
def tell_webhooks(
    signal: ProjectSignal | ReleaseSignal | MemberSignal | TeamSignal, request: Request
) -> None:
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
    keys = owner_ids(request.db, signal.project.id)
    people = [request.db.get_one(User, key) for key in keys]
    _tell(request, signal.webhook, signal.project, people)


@on(OrganizationWebhookFailed)
def tell_owners_of_organization(
    signal: OrganizationWebhookFailed, request: Request
) -> None:
    """Write to the owners of an organization that one of its webhooks was switched off."""
    group = signal.organization
    _tell(request, signal.webhook, group, owners_of(request.db, group.id))


def _tell(request: Request, webhook: Webhook, owner: Owner, people: Iterable[User]) -> None:
    know_origin(request, otherwise=webhook.origin)
    route = PAGE.format("project" if isinstance(owner, Project) else "organization")
    link = request.route_url(route, name=owner.normalized_name, id=webhook.id)
    host, said = urlsplit(webhook.url).hostname or "", webhook.last_result or ""
    for user in people:
        mail = WebhookFailedMail(user.username, owner.name, host, said, link)
        write_to(request, user, mail)
