"""Writing to owners about the identity provider of their organization."""

from warehouse.accounts.mailing import write_to
from warehouse.http import Request
from warehouse.organizations.member_emails import ProviderChangedMail
from warehouse.organizations.provider_signals import ProviderRemoved, ProviderSwitchedOn
from warehouse.organizations.queries import owners_of
from warehouse.organizations.rules import SIGN_ON
from warehouse.signals import on


@on(ProviderSwitchedOn, ProviderRemoved)
def tell_owners(signal: ProviderSwitchedOn | ProviderRemoved, request: Request) -> None:
    """Write to all owners by whom members sign in from now on, or no longer."""
    group = signal.organization
    mail = ProviderChangedMail(
        organization=group.name,
        issuer=signal.issuer,
        is_on=isinstance(signal, ProviderSwitchedOn),
        by=signal.actor.name or "",
        link=request.route_url(SIGN_ON, name=group.normalized_name),
    )
    for each in owners_of(request.db, group.id):
        write_to(request, each, mail)
