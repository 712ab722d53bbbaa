"""What organizations have to say when an account is deleted."""

from warehouse.accounts.errors import AccountNeeded
from warehouse.accounts.signals import AccountDeleting, AccountNuking
from warehouse.http import Request
from warehouse.organizations import queries
from warehouse.organizations.services import OrganizationService
from warehouse.signals import on


@on(AccountDeleting)
def keep_owned(signal: AccountDeleting, request: Request) -> None:
    """Keep the only owner of an organization; raises `AccountNeeded`."""
    queries.lock_organizations_of(request.db, signal.user.id)
    owned = queries.organizations_owned_alone(request.db, signal.user.id)
    if owned:
        raise AccountNeeded([each.name for each in owned])


@on(AccountNuking)
def close_owned(signal: AccountNuking, request: Request) -> None:
    """Hide the organizations that nobody else owns than an account that staff remove."""
    organizations = request.service(OrganizationService)
    for each in queries.organizations_owned_alone(request.db, signal.user.id):
        if each.is_active:
            organizations.deactivate(each, actor=signal.actor)
