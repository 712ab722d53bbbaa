"""Rows of organizations as the objects of the management API."""

from typing import Any

from warehouse.accounts.models import User
from warehouse.api.management.documents import time_of, token_document
from warehouse.macaroons.models import Macaroon
from warehouse.namespaces.models import Namespace, NamespaceApplication
from warehouse.organizations.models import (
    MessageKind,
    Organization,
    OrganizationInvitation,
    OrganizationRole,
    Team,
)
from warehouse.packaging.models import Project, RoleInvitation, TeamProjectRole

_SAYS = {MessageKind.REQUEST: "question", MessageKind.RESPONSE: "answer"}
"""What is said about an application; notes of staff are not told."""


def organization_document(organization: Organization) -> dict[str, Any]:
    """Return an organization."""
    return {
        "name": organization.name,
        "normalized_name": organization.normalized_name,
        "display_name": organization.display_name,
        "type": organization.orgtype.value,
        "link": organization.link_url,
        "description": organization.description,
        "active": organization.is_active,
        "requires_second_factor": organization.requires_second_factor,
        "created": time_of(organization.created),
    }


def rules_document(organization: Organization) -> dict[str, Any]:
    """Return what an organization asks of whoever works for it."""
    return {
        "requires_second_factor": organization.requires_second_factor,
        "requires_passkey": organization.requires_passkey,
        "only_trusted_publishing": organization.only_trusted_publishing,
        "longest_token_days": organization.longest_token_days,
        "new_projects_are_private": organization.new_projects_are_private,
        "project_makers": organization.project_makers.value,
        "invited_domains": list(organization.invited_domains),
    }


def member_document(role: OrganizationRole) -> dict[str, Any]:
    """Return who has which role."""
    return {"username": role.user.username, "role": role.role_name.value}


def team_document(team: Team, members: int) -> dict[str, Any]:
    """Return a team, and how many members it has."""
    return {"name": team.name, "normalized_name": team.normalized_name, "members": members}


def team_member_document(user: User) -> dict[str, Any]:
    """Return somebody who is on a team."""
    return {"username": user.username}


def team_project_document(role: TeamProjectRole) -> dict[str, Any]:
    """Return a project on which a team works, and its role there."""
    return {"project": role.project.name, "role": role.role_name.value}


def project_team_document(role: TeamProjectRole) -> dict[str, Any]:
    """Return a team that works on a project, and its role there."""
    team = role.team
    named = {"team": team.name, "normalized_team": team.normalized_name}
    return {**named, "role": role.role_name.value}


def owned_project_document(project: Project) -> dict[str, Any]:
    """Return a project of an organization as the list has it."""
    return {
        "name": project.name,
        "normalized_name": project.normalized_name,
        "status": project.status,
        "private": project.is_private,
    }


def organization_token_document(token: Macaroon) -> dict[str, Any]:
    """Return what is known of a token of an organization, which is not the token itself."""
    return {
        **token_document(token),
        "made_by": None if token.maker is None else token.maker.username,
        "ends_with_maker": token.ends_with_maker,
    }


def namespace_document(namespace: Namespace) -> dict[str, Any]:
    """Return a namespace of an organization."""
    return {
        "name": namespace.name,
        "normalized_name": namespace.normalized_name,
        "created": time_of(namespace.created),
    }


def application_document(application: NamespaceApplication) -> dict[str, Any]:
    """Return an application for a namespace, and what was said about it."""
    said = [each for each in application.messages if each.kind in _SAYS]
    return {
        "id": str(application.id),
        "name": application.name,
        "reason": application.reason,
        "status": application.status.value,
        "asked_by": application.asked_by,
        "submitted": time_of(application.submitted),
        "messages": [
            {"kind": _SAYS[each.kind], "text": each.text, "time": time_of(each.created)}
            for each in said
        ],
    }


def own_invitation_document(
    invitation: RoleInvitation | OrganizationInvitation,
) -> dict[str, Any]:
    """Return to what somebody is invited, and for which role."""
    about: tuple[str, Project | Organization]
    if isinstance(invitation, RoleInvitation):
        about = "project", invitation.project
    else:
        about = "organization", invitation.organization
    kind, owner = about
    return {
        "id": str(invitation.id),
        "kind": kind,
        "name": owner.name,
        "role": str(invitation.role_name),
        "sent": time_of(invitation.created),
    }
