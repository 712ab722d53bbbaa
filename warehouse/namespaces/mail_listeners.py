"""The listeners that write to the owners of organizations about namespaces."""

from warehouse.accounts.mailing import write_to
from warehouse.http import Request
from warehouse.namespaces import emails
from warehouse.namespaces.signals import (
    NamespaceDeclined,
    NamespaceGranted,
    NamespaceQuestioned,
    NamespaceRemoved,
    NamespaceSignal,
    NamespaceSought,
)
from warehouse.organizations.models import Organization
from warehouse.organizations.queries import owners_of
from warehouse.signals import on


@on(NamespaceSought)
def tell_of_application(signal: NamespaceSought, request: Request) -> None:
    """Write that somebody has applied."""
    group, by = signal.organization, signal.actor.name or ""
    mail = emails.NamespaceRequestedMail(signal.namespace, group.name, by=by)
    _write(request, group, mail)


@on(NamespaceQuestioned)
def ask(signal: NamespaceQuestioned, request: Request) -> None:
    """Write what staff want to know, and where it is answered."""
    application = signal.application
    group = application.organization
    place = {"name": group.normalized_name, "id": application.id}
    link = request.route_url("manage.organization.namespaces.application", **place)
    mail = emails.NamespaceQuestionedMail(
        application.name, group.name, signal.message, link
    )
    _write(request, group, mail)


@on(NamespaceGranted)
def tell_of_grant(signal: NamespaceGranted, request: Request) -> None:
    """Write that the organization has a namespace."""
    _tell(signal, request, emails.NamespaceGrantedMail)


@on(NamespaceDeclined)
def tell_of_refusal(signal: NamespaceDeclined, request: Request) -> None:
    """Write that the organization is not given a namespace."""
    _tell(signal, request, emails.NamespaceDeclinedMail)


@on(NamespaceRemoved)
def tell_of_removal(signal: NamespaceRemoved, request: Request) -> None:
    """Write that the organization has a namespace no longer."""
    _tell(signal, request, emails.NamespaceRemovedMail)


def _tell(
    signal: NamespaceSignal, request: Request, kind: type[emails.NamespaceMail]
) -> None:
    group = signal.organization
    _write(request, group, kind(signal.namespace, group.name, signal.message))


def _write(request: Request, group: Organization, mail: emails.NamespaceMail) -> None:
    for each in owners_of(request.db, group.id):
        write_to(request, each, mail)
