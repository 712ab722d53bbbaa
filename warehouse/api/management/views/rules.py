"""The rules of an organization for whoever works for it."""

from typing import Any

from warehouse.api.management import organization_documents as ours
from warehouse.api.management.bodies import (
    UNCHANGED,
    Choice,
    Nullable,
    Optional,
    Switch,
    Text,
    Texts,
    Whole,
)
from warehouse.api.management.calls import Call, endpoint
from warehouse.api.management.views.organizations import READS, WRITES, require_standing
from warehouse.organizations.models import ProjectMakers
from warehouse.organizations.services import RuleService

_MOST_DAYS = 3650
_ASKED = (
    *("requires_second_factor", "requires_passkey", "only_trusted_publishing"),
    "new_projects_are_private",
)
_RULES = {
    **{name: Optional(Switch()) for name in _ASKED},
    "longest_token_days": Optional(Nullable(Whole(_MOST_DAYS))),
    "project_makers": Optional(Choice(tuple(each.value for each in ProjectMakers))),
    "invited_domains": Optional(Texts(100, Text(253), fewest=0)),
}


@endpoint("api.v1.organization.rules", **READS)
def rules(call: Call) -> dict[str, Any]:
    """Answer with the rules."""
    require_standing(call)
    return ours.rules_document(call.organization)


@endpoint("api.v1.organization.rules", "PATCH", fields=_RULES, **WRITES)
def change_rules(call: Call) -> dict[str, Any]:
    """Change those that were sent, all of them or none."""
    require_standing(call)
    service = call.request.service(RuleService)
    owner, actor = call.organization, call.request.actor
    sent = {name: each for name, each in call.given.items() if each is not UNCHANGED}
    for name, value in sent.items():
        match name:
            case "requires_second_factor":
                service.ask_second_factor(owner, is_asked=value, actor=actor)
            case "requires_passkey":
                service.ask_passkey(owner, is_asked=value, actor=actor)
            case "only_trusted_publishing":
                service.ask_publishers(owner, is_asked=value, actor=actor)
            case "new_projects_are_private":
                service.keep_private(owner, is_asked=value, actor=actor)
            case "longest_token_days":
                service.limit_tokens(owner, value, actor=actor)
            case "project_makers":
                service.let_make_projects(owner, ProjectMakers(value), actor=actor)
            case "invited_domains":
                service.admit_domains(owner, value, actor=actor)
    return ours.rules_document(owner)
