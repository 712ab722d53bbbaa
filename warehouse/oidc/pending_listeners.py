"""Removing pending publishers whose name is taken, and writing to who added them."""

from warehouse.accounts.mailing import write_to
from warehouse.http import Request
from warehouse.oidc.models import PendingOIDCPublisher
from warehouse.oidc.pending_emails import (
    PendingExpiredMail,
    PendingInvalidatedMail,
    PendingReminderMail,
)
from warehouse.oidc.pending_signals import (
    PendingExpired,
    PendingExpiring,
    PendingInvalidated,
)
from warehouse.oidc.pending_tasks import invalidate_pending
from warehouse.oidc.queries import people_waiting
from warehouse.oidc.services.pending import PENDING_KEPT
from warehouse.packaging.signals import ProjectCreated
from warehouse.signals import on


@on(ProjectCreated)
def look_for_pending(signal: ProjectCreated, request: Request) -> None:
    """Ask for pending publishers of the name to be removed, once the project is there."""
    request.enqueue(invalidate_pending, str(signal.project.id))


@on(PendingExpiring)
def warn(signal: PendingExpiring, request: Request) -> None:
    """Write that a publisher is removed soon."""
    for user in people_waiting(request.db, signal.pending):
        mail = PendingReminderMail(user.username, *_said(signal.pending), signal.days)
        write_to(request, user, mail)


@on(PendingExpired)
def tell_of_end(signal: PendingExpired, request: Request) -> None:
    """Write that a publisher was removed."""
    for user in people_waiting(request.db, signal.pending):
        mail = PendingExpiredMail(user.username, *_said(signal.pending), PENDING_KEPT.days)
        write_to(request, user, mail)


@on(PendingInvalidated)
def tell_of_project(signal: PendingInvalidated, request: Request) -> None:
    """Write that the project exists by now."""
    for user in people_waiting(request.db, signal.pending):
        mail = PendingInvalidatedMail(user.username, *_said(signal.pending))
        write_to(request, user, mail)


def _said(pending: PendingOIDCPublisher) -> tuple[str, str, str]:
    return pending.project_name, pending.publisher_name, pending.specifier
