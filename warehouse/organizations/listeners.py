"""What organizations have to say when an account is deleted."""

from warehouse.accounts.errors import AccountNeeded
from warehouse.accounts.signals import AccountDeleting
from warehouse.http import Request
from warehouse.organizations import queries
from warehouse.signals import on


@on(AccountDeleting)
def keep_owned(signal: AccountDeleting, request: Request) -> None:
    """Keep the only owner of an organization; raises `AccountNeeded`."""
    owned = queries.organizations_owned_alone(request.db, signal.user.id)
    if owned:
        raise AccountNeeded([each.name for each in owned])
