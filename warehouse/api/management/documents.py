"""Rows as the objects of the management API."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from warehouse.api.serializers.wire import utc
from warehouse.deletions.models import Deletion
from warehouse.events.doers import doer_of
from warehouse.events.models import ProjectEvent
from warehouse.events.queries import ProjectHappening
from warehouse.macaroons.models import Macaroon
from warehouse.notifications.models import Subscription
from warehouse.organizations.models import (
    Organization,
    OrganizationInvitation,
    OrganizationRole,
    Team,
)
from warehouse.packaging.models import (
    File,
    Project,
    ProjectReader,
    Release,
    Role,
    RoleInvitation,
)
from warehouse.packaging.models.lifecycle import is_in_quarantine
from warehouse.packaging.queries import ReachableProject
from warehouse.webhooks.models import Webhook

_STAFF = "staff"
"""The action of staff that no event of the project tells of."""


def time_of(moment: datetime | None) -> str | None:
    """Return a time as JSON has it, or None."""
    return None if moment is None else utc(moment)


def reachable(project: ReachableProject) -> dict[str, Any]:
    """Return a project as the list has it."""
    return {
        "name": project.name,
        "normalized_name": project.normalized_name,
        "status": project.marker,
        "private": project.is_private,
        "role": project.role_name,
        "organization": project.organization,
        "newest_version": project.newest,
        "published": time_of(project.published),
    }


def project_document(project: Project, organization: Organization | None) -> dict[str, Any]:
    """Return a project."""
    return {
        "name": project.name,
        "normalized_name": project.normalized_name,
        "status": project.status,
        "status_reason": project.lifecycle_status_note,
        "successor": project.successor,
        "private": project.is_private,
        "organization": None if organization is None else organization.name,
        "created": time_of(project.created),
        "size": project.total_size,
        "last_serial": project.last_serial,
    }


def membership_document(role: OrganizationRole) -> dict[str, Any]:
    """Return an organization, and the role that somebody has in it."""
    organization = role.organization
    return {
        "name": organization.name,
        "normalized_name": organization.normalized_name,
        "display_name": organization.display_name,
        "type": organization.orgtype.value,
        "active": organization.is_active,
        "requires_second_factor": organization.requires_second_factor,
        "role": role.role_name.value,
    }


def listed_release(row: Any) -> dict[str, Any]:
    """Return a release as the list has it."""
    return {
        "version": row.version,
        "published": time_of(row.created),
        "yanked": row.yanked,
        "quarantined": is_in_quarantine(row),
        "files": row.files,
    }


def release_document(release: Release) -> dict[str, Any]:
    """Return a release with its files."""
    return {
        "version": release.version,
        "published": time_of(release.created),
        "summary": release.summary or None,
        "requires_python": release.requires_python or None,
        "quarantined": release.is_quarantined,
        **_yanked(release),
        "files": [file_document(each) for each in release.files],
    }


def file_document(file: File) -> dict[str, Any]:
    """Return a file."""
    digest = file.sha256_digest
    return {
        "filename": file.filename,
        "version": file.release.version,
        "packagetype": file.packagetype.value,
        "size": file.size,
        "sha256": None if digest is None else digest.lower(),
        "uploaded": time_of(file.upload_time),
        **_yanked(file),
    }


def sorted_roles(roles: Sequence[Role]) -> list[Role]:
    """Return roles by the names of their people, owners first."""
    return sorted(roles, key=lambda role: (role.role_name != "Owner", _name(role)))


def collaborators_document(people: Sequence[Role | RoleInvitation]) -> dict[str, Any]:
    """Return who works on a project, and who was asked to."""
    roles = [each for each in people if isinstance(each, Role)]
    invitations = [each for each in people if isinstance(each, RoleInvitation)]
    return {
        "collaborators": [role_document(each) for each in roles],
        "invitations": [invitation_document(each) for each in invitations],
    }


def role_document(role: Role) -> dict[str, Any]:
    """Return who has which role."""
    return {"username": _name(role), "role": role.role_name}


def invitation_document(
    invitation: RoleInvitation | OrganizationInvitation,
) -> dict[str, Any]:
    """Return who was asked for which role, and whether they can answer still."""
    return {
        "username": invitation.user.username,
        "role": invitation.role_name,
        "state": invitation.invite_status.value,
        "sent": time_of(invitation.created),
    }


def reader_document(row: ProjectReader) -> dict[str, Any]:
    """Return a person or a team that was let in to read a project."""
    reader = row.reader
    is_team = isinstance(reader, Team)
    return {
        "id": str(row.id),
        "username": None if is_team else row.name,
        "team": row.name if is_team else None,
        "since": time_of(row.created),
    }


def webhook_document(webhook: Webhook) -> dict[str, Any]:
    """Return a webhook without its secret."""
    return {
        "id": str(webhook.id),
        "url": webhook.url,
        "events": list(webhook.events),
        "state": webhook.state.value,
        "created": time_of(webhook.created),
        "last_tried": time_of(webhook.last_tried),
        "last_result": webhook.last_result,
    }


def token_document(token: Macaroon) -> dict[str, Any]:
    """Return what is known of a token, which is not the token itself."""
    return {
        "id": str(token.id),
        "description": token.description,
        "permission": token.permission.value,
        "projects": token.project_names or None,
        "created": time_of(token.created),
        "expires": time_of(token.expires),
        "last_used": time_of(token.last_used),
        "last_used_network": token.last_used_network,
        "last_used_client": token.last_used_client,
    }


def deletion_document(deletion: Deletion, refusal: str | None) -> dict[str, Any]:
    """Return what was deleted, and why it cannot be restored now, if so."""
    return {
        "id": str(deletion.id),
        "kind": deletion.kind.value,
        "project": deletion.project_name,
        "version": deletion.version,
        "filename": deletion.filename,
        "deleted": time_of(deletion.created),
        "deleted_by": deletion.deleted_by,
        "kept_until": time_of(deletion.kept_until),
        "releases": deletion.releases,
        "files": deletion.files,
        "refusal": refusal,
    }


def subscription_document(chosen: Subscription | None) -> dict[str, Any]:
    """Return what somebody is told about a project."""
    return {
        "followed": chosen is not None,
        "kinds": [] if chosen is None else list(chosen.kinds),
        "how": None if chosen is None else chosen.how,
    }


def happening_document(happened: ProjectHappening) -> dict[str, Any]:
    """Return something that happened; staff stay unnamed."""
    action = happened.action
    events = happened.effects if happened.event is None else (happened.event,)
    first = next(iter(events), None)
    return {
        "time": time_of(happened.when),
        "event": _STAFF if first is None else first.tag,
        "by": None if happened.event is None else doer_of(happened.event),
        "by_staff": action is not None,
        "notice": None if action is None else action.notice or None,
        "version": _said(first, "canonical_version"),
        "filename": _said(first, "filename"),
        "username": _said(first, "target_user"),
        "team": _said(first, "target_team"),
    }


def change_document(change: Any) -> dict[str, Any]:
    """Return a row of the journal."""
    return {
        "serial": change.id,
        "project": change.name,
        "version": change.version,
        "action": change.action,
        "time": utc(datetime.fromtimestamp(change.epoch, UTC)),
    }


def _yanked(row: Release | File) -> dict[str, Any]:
    return {
        "yanked": row.yanked,
        "yanked_reason": row.yanked_reason or None,
        "yanked_at": time_of(row.yanked_date),
    }


def _name(role: Role) -> str:
    return role.user.username


def _said(event: ProjectEvent | None, name: str) -> str | None:
    value = None if event is None else (event.additional or {}).get(name)
    return value if isinstance(value, str) else None
