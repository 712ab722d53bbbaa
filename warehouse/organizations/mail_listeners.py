"""The listeners that write to people who applied for an organization."""

from warehouse.accounts.mailing import write_to
from warehouse.http import Request
from warehouse.organizations.application_signals import (
    ApplicationApproved,
    ApplicationDeclined,
    ApplicationSubmitted,
    InformationRequested,
)
from warehouse.organizations.emails import (
    ApplicationApprovedMail,
    ApplicationDeclinedMail,
    ApplicationReceivedMail,
    InformationNeededMail,
)
from warehouse.signals import on


@on(ApplicationSubmitted)
def confirm(signal: ApplicationSubmitted, request: Request) -> None:
    """Confirm that an application was received."""
    user, name = signal.application.submitted_by, signal.application.name
    write_to(request, user, ApplicationReceivedMail(user.username, name))


@on(ApplicationApproved)
def tell_of_approval(signal: ApplicationApproved, request: Request) -> None:
    """Write that the organization is there."""
    user, name = signal.application.submitted_by, signal.application.name
    write_to(request, user, ApplicationApprovedMail(user.username, name, signal.message))


@on(ApplicationDeclined)
def tell_of_refusal(signal: ApplicationDeclined, request: Request) -> None:
    """Write that the organization is not made."""
    user, name = signal.application.submitted_by, signal.application.name
    write_to(request, user, ApplicationDeclinedMail(user.username, name, signal.message))


@on(InformationRequested)
def ask(signal: InformationRequested, request: Request) -> None:
    """Write what staff want to know, and where it is answered."""
    user, application = signal.application.submitted_by, signal.application
    link = request.route_url("manage.application", id=application.id)
    mail = InformationNeededMail(user.username, application.name, signal.message, link)
    write_to(request, user, mail)
