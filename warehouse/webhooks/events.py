"""The events that webhooks may be told of, and what is sent about each."""

from datetime import UTC, datetime
from typing import Any

import orjson

from warehouse.accounts.models import User
from warehouse.i18n import Message, _
from warehouse.organizations.models import Organization, Team
from warehouse.organizations.signals import OrganizationSignal
from warehouse.packaging.models import File, Project, Release
from warehouse.packaging.privacy.signals import (
    ProjectMadePrivate,
    ProjectMadePublic,
    ReaderAdded,
    ReaderRemoved,
    ReaderSignal,
)
from warehouse.packaging.role_signals import RoleAccepted, RoleChanged
from warehouse.packaging.signals import (
    FileDeleted,
    FileRestored,
    FileSignal,
    FileUnyanked,
    FileUploaded,
    FileYanked,
    ProjectArchived,
    ProjectDeleted,
    ProjectDeprecated,
    ProjectQuarantined,
    ProjectRestored,
    ProjectSignal,
    ProjectUnarchived,
    ProjectUndeprecated,
    QuarantineCleared,
    ReleaseCreated,
    ReleaseDeleted,
    ReleaseQuarantineCleared,
    ReleaseQuarantined,
    ReleaseRestored,
    ReleaseSignal,
    ReleaseUnyanked,
    ReleaseYanked,
    RoleAdded,
    RoleRemoved,
    RoleSignal,
)
from warehouse.signals import Signal
from warehouse.webhooks import organization_events

TEST = "webhook.test"
"""The event that somebody sends to try a webhook; it cannot be chosen."""

EVENTS: dict[str, Message] = {
    "release.published": _("A version was published"),
    "release.yanked": _("A version was yanked"),
    "release.unyanked": _("A version is not yanked any more"),
    "release.deleted": _("A version was deleted"),
    "release.restored": _("A deleted version was restored"),
    "release.quarantined": _("Administrators took a version from view"),
    "release.unquarantined": _("Administrators gave a version back"),
    "file.uploaded": _("A file was uploaded"),
    "file.yanked": _("A file was yanked"),
    "file.unyanked": _("A file is no longer yanked"),
    "file.deleted": _("A file was deleted"),
    "file.restored": _("A deleted file was restored"),
    "role.added": _("Somebody has a role"),
    "role.changed": _("Somebody has another role"),
    "role.removed": _("Somebody has no role any more"),
    "project.archived": _("The project was archived"),
    "project.unarchived": _("The project is no longer archived"),
    "project.deprecated": _("The project was deprecated"),
    "project.undeprecated": _("The project is no longer deprecated"),
    "project.quarantined": _("The project was put into quarantine"),
    "project.unquarantined": _("The project left quarantine"),
    "project.private": _("The project was made private"),
    "project.public": _("The project was made public"),
    "reader.added": _("Somebody was let in to read it"),
    "reader.removed": _("Somebody is let in no longer"),
    "project.deleted": _("The project was deleted"),
    "project.restored": _("The project was restored"),
}
"""What can be chosen about projects, in words."""

KINDS: dict[type[Signal], str] = {
    ReleaseCreated: "release.published",
    ReleaseYanked: "release.yanked",
    ReleaseUnyanked: "release.unyanked",
    ReleaseDeleted: "release.deleted",
    ReleaseRestored: "release.restored",
    ReleaseQuarantined: "release.quarantined",
    ReleaseQuarantineCleared: "release.unquarantined",
    FileUploaded: "file.uploaded",
    FileYanked: "file.yanked",
    FileUnyanked: "file.unyanked",
    FileDeleted: "file.deleted",
    FileRestored: "file.restored",
    RoleAdded: "role.added",
    RoleAccepted: "role.added",
    RoleChanged: "role.changed",
    RoleRemoved: "role.removed",
    ProjectArchived: "project.archived",
    ProjectUnarchived: "project.unarchived",
    ProjectDeprecated: "project.deprecated",
    ProjectUndeprecated: "project.undeprecated",
    ProjectQuarantined: "project.quarantined",
    QuarantineCleared: "project.unquarantined",
    ProjectMadePrivate: "project.private",
    ProjectMadePublic: "project.public",
    ReaderAdded: "reader.added",
    ReaderRemoved: "reader.removed",
    ProjectDeleted: "project.deleted",
    ProjectRestored: "project.restored",
}


ALL_EVENTS = {**EVENTS, **organization_events.EVENTS}
_ALL_KINDS = {**KINDS, **organization_events.KINDS}


def offered(owner: Project | Organization) -> dict[str, Message]:
    """Return what can be chosen for a webhook of a project or organization, in words."""
    return EVENTS if isinstance(owner, Project) else ALL_EVENTS


def event_of(signal: Signal) -> str | None:
    """Return the event that a signal is to others; None for what is nobody's business."""
    for kind in type(signal).__mro__:
        if kind in _ALL_KINDS:
            return _ALL_KINDS[kind]
    return None


def data_of(signal: ProjectSignal | ReleaseSignal | OrganizationSignal) -> dict[str, Any]:
    """Return what is sent about a signal; of projects what their readers may.

    Who did it is left out, since staff stay unnamed.
    """
    if isinstance(signal, OrganizationSignal):
        return organization_events.data_of_organization(signal)
    found: dict[str, Any] = {"project": _project(signal.project)}
    if isinstance(signal, ReleaseSignal):
        found["release"] = _release(signal.release)
    if isinstance(signal, FileSignal):
        found["file"] = _file(signal.file)
    if isinstance(signal, RoleSignal):
        found["role"] = {"user": signal.user.username, "name": signal.role_name}
    if isinstance(signal, RoleChanged):
        found["role"]["former"] = signal.former
    if isinstance(signal, ReaderSignal):
        found["reader"] = _reader(signal.reader)
    if isinstance(signal, ProjectDeprecated):
        found["deprecation"] = {"reason": signal.reason, "successor": signal.successor}
    return found


def test_data(project: Project | None, organization: Organization | None) -> dict[str, Any]:
    """Return what is sent to try a webhook: whose it is."""
    found: dict[str, Any] = {}
    if project is not None:
        found["project"] = _project(project)
    if organization is not None:
        found["organization"] = {"name": organization.name}
    return found


def body_of(event: str, serial: int | None, data: dict[str, Any]) -> str:
    """Return the JSON that is sent."""
    happened = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    payload = {"type": event, "timestamp": happened, "data": {"serial": serial, **data}}
    return orjson.dumps(payload).decode()


def _project(project: Project) -> dict[str, Any]:
    return {"name": project.name, "normalized_name": project.normalized_name}


def _reader(reader: User | Team) -> dict[str, Any]:
    if isinstance(reader, Team):
        return {"user": None, "team": reader.name}
    return {"user": reader.username, "team": None}


def _release(release: Release) -> dict[str, Any]:
    return {
        "version": release.version,
        "is_prerelease": bool(release.is_prerelease),
        "requires_python": release.requires_python or None,
        "yanked": bool(release.yanked),
        "yanked_reason": release.yanked_reason or None,
    }


def _file(file: File) -> dict[str, Any]:
    return {
        "filename": file.filename,
        "packagetype": file.packagetype.value,
        "size": file.size,
        "sha256": file.sha256_digest,
        "yanked": bool(file.yanked),
        "yanked_reason": file.yanked_reason or None,
    }
