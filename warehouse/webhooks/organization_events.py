"""The events about its own people that webhooks of an organization may be told of."""

from typing import Any

from warehouse.i18n import Message, _
from warehouse.organizations.member_signals import (
    MemberAccepted,
    MemberChanged,
    MemberRemoved,
)
from warehouse.organizations.models import OrganizationRoleName
from warehouse.organizations.signals import (
    MemberSignal,
    OrganizationRoleAdded,
    OrganizationSignal,
    StaffRoleAdded,
    StaffRoleChanged,
    StaffRoleRemoved,
)
from warehouse.organizations.team_signals import (
    TeamCreated,
    TeamDeleted,
    TeamMemberAdded,
    TeamMemberRemoved,
    TeamMemberSignal,
    TeamRenamed,
    TeamSignal,
)
from warehouse.signals import Signal

EVENTS: dict[str, Message] = {
    "member.joined": _("Somebody joined the organization"),
    "member.changed": _("A member has another role"),
    "member.left": _("Somebody left the organization"),
    "team.created": _("A team was made"),
    "team.renamed": _("A team was renamed"),
    "team.deleted": _("A team was deleted"),
    "team.joined": _("Somebody joined a team"),
    "team.left": _("Somebody left a team"),
}
"""What can be chosen besides what is about projects, in words."""

KINDS: dict[type[Signal], str] = {
    MemberAccepted: "member.joined",
    StaffRoleAdded: "member.joined",
    OrganizationRoleAdded: "member.joined",
    MemberChanged: "member.changed",
    StaffRoleChanged: "member.changed",
    MemberRemoved: "member.left",
    StaffRoleRemoved: "member.left",
    TeamCreated: "team.created",
    TeamRenamed: "team.renamed",
    TeamDeleted: "team.deleted",
    TeamMemberAdded: "team.joined",
    TeamMemberRemoved: "team.left",
}


def data_of_organization(signal: OrganizationSignal) -> dict[str, Any]:
    """Return what is sent about a signal; who did it is left out."""
    found: dict[str, Any] = {"organization": {"name": signal.organization.name}}
    if isinstance(signal, MemberSignal):
        role = OrganizationRoleName(signal.role_name).value
        found["member"] = {"user": signal.user.username, "role": role}
    if isinstance(signal, TeamSignal):
        team = signal.team
        found["team"] = {"name": team.name, "normalized_name": team.normalized_name}
    if isinstance(signal, TeamRenamed):
        found["team"]["former"] = signal.previous
    if isinstance(signal, TeamMemberSignal):
        found["member"] = {"user": signal.user.username}
    return found
