"""The listener that writes to owners about rules that changed."""

from warehouse.accounts.mailing import write_to
from warehouse.http import Request
from warehouse.organizations.member_emails import RuleChangedMail
from warehouse.organizations.queries import owners_of
from warehouse.organizations.rule_signals import RuleChanged
from warehouse.signals import on


@on(RuleChanged)
def tell_owners(signal: RuleChanged, request: Request) -> None:
    """Write to the other owners what was changed, and by whom."""
    group, by = signal.organization, signal.actor
    name = group.normalized_name
    mail = RuleChangedMail(
        organization=group.name,
        rule=signal.rule.value,
        value=signal.value,
        by=by.name or "",
        link=request.route_url("manage.organization.rules", name=name),
    )
    for each in owners_of(request.db, group.id):
        if by.user is None or each.id != by.user.id:
            write_to(request, each, mail)
