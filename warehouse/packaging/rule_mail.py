"""The listener that writes to people who do not meet a rule of an organization."""

from warehouse.accounts.mailing import write_to
from warehouse.accounts.policy import ONE_FACTOR
from warehouse.http import Request
from warehouse.organizations.member_emails import RuleUnmetMail
from warehouse.organizations.rule_signals import (
    MembersNeedPasskey,
    MembersNeedSecondFactor,
    SignOnNeeded,
)
from warehouse.organizations.rules import SIGN_ON, Rule, unmet_by
from warehouse.packaging.queries import people_working_for
from warehouse.signals import on


@on(MembersNeedSecondFactor, MembersNeedPasskey, SignOnNeeded)
def tell_of_rule(
    signal: MembersNeedSecondFactor | MembersNeedPasskey | SignOnNeeded, request: Request
) -> None:
    """Write to members and people of projects what they need from now on."""
    group, link = signal.organization, request.route_url(ONE_FACTOR)
    if signal.rule is Rule.SIGN_ON:
        link = request.route_url(SIGN_ON, name=group.normalized_name)
    for each in people_working_for(request.db, group):
        if signal.rule in unmet_by(group, each):
            said = (each.username, group.name, signal.rule.value, link)
            write_to(request, each, RuleUnmetMail(*said))
