"""The listeners that write to owners about domains whose proof is missing."""

from warehouse.accounts.mailing import write_to
from warehouse.email import Mail
from warehouse.http import Request
from warehouse.organizations.domain_signals import DomainFailing, DomainLost, DomainSignal
from warehouse.organizations.member_emails import DomainFailingMail, DomainLostMail
from warehouse.organizations.queries import owners_of
from warehouse.signals import on


@on(DomainFailing)
def warn(signal: DomainFailing, request: Request) -> None:
    """Write when a domain is lost unless its proof is back."""
    said = (signal.organization.name, signal.domain.domain, signal.lost_at)
    _tell(signal, request, DomainFailingMail(*said))


@on(DomainLost)
def tell_of_loss(signal: DomainLost, request: Request) -> None:
    """Write that a domain is lost."""
    said = (signal.organization.name, signal.domain.domain)
    _tell(signal, request, DomainLostMail(*said))


def _tell(signal: DomainSignal, request: Request, mail: Mail) -> None:
    for each in owners_of(request.db, signal.organization.id):
        write_to(request, each, mail)
