"""The signals of changes to projects, releases, files and roles.

Every signal knows its `project` and, if it is about a release, its `version`: the two
columns of a journal row. `subject` is whose event log it belongs in.
"""

from dataclasses import dataclass
from typing import Any

from warehouse.accounts.models import User
from warehouse.accounts.signals import AccountSignal
from warehouse.organizations.models import Organization
from warehouse.packaging.models import File, Project, Release
from warehouse.security import OWNERS_RULE, Actor
from warehouse.signals import Signal


@dataclass(frozen=True)
class ProjectSignal(Signal):
    """Something that happened to one project as a whole."""

    project: Project
    actor: Actor

    @property
    def version(self) -> str | None:
        """Return None, because no release in particular is meant."""
        return None

    @property
    def subject(self) -> Project:
        """Return the project, whose event log the signal enters."""
        return self.project

    def details(self) -> dict[str, Any]:
        """Return what the event log keeps: by whom."""
        return {"submitted_by": self.actor.name}


@dataclass(frozen=True)
class RoleSignal(ProjectSignal):
    """Something that happened to one role in a project."""

    role_name: str
    user: User

    def details(self) -> dict[str, Any]:
        """Return by whom, which role, and whose it is or was."""
        return {
            **super().details(),
            "role_name": self.role_name,
            "target_user": self.user.username,
        }


@dataclass(frozen=True)
class ReleaseSignal(Signal):
    """Something that happened to one release."""

    release: Release
    actor: Actor

    @property
    def project(self) -> Project:
        """Return the project of the release."""
        return self.release.project

    @property
    def version(self) -> str | None:
        """Return the version of the release."""
        return self.release.version

    @property
    def subject(self) -> Project:
        """Return the project, whose event log the signal enters."""
        return self.release.project

    def details(self) -> dict[str, Any]:
        """Return what the event log keeps: by whom, and which version."""
        return {
            "submitted_by": self.actor.name,
            "canonical_version": self.release.canonical_version,
            **({"by_rule": True} if self.actor == OWNERS_RULE else {}),
        }


@dataclass(frozen=True)
class FileSignal(ReleaseSignal):
    """Something that happened to one file of a release."""

    file: File

    def details(self) -> dict[str, Any]:
        """Return by whom, which version and which file."""
        return {
            **super().details(),
            "filename": self.file.filename,
            "project_id": str(self.project.id),
        }


class ProjectCreated(ProjectSignal, tag="project:create", journal="create"):
    """A project was created."""

    def details(self) -> dict[str, Any]:
        """Return who made it."""
        return {"created_by": self.actor.name}


class RoleAdded(
    RoleSignal, tag="project:role:add", journal="add {role_name} {user.username}"
):
    """Someone became Owner or Maintainer."""


class RoleRemoved(
    RoleSignal, tag="project:role:remove", journal="remove {role_name} {user.username}"
):
    """Someone is Owner or Maintainer no longer."""


@dataclass(frozen=True)
class AccountRoleSignal(AccountSignal):
    """A role in a project, as the event log of the person has it."""

    project: Project
    role_name: str

    def details(self) -> dict[str, Any]:
        """Return by whom, in which project and which role."""
        return {
            "submitted_by": self.actor.name,
            "project_name": self.project.name,
            "role_name": self.role_name,
        }


class AccountRoleAdded(AccountRoleSignal, tag="account:role:add"):
    """Somebody has a role in a project."""


class AccountRoleRemoved(AccountRoleSignal, tag="account:role:remove"):
    """Somebody has a role in a project no longer."""


@dataclass(frozen=True)
class ProjectJoinedOrganization(ProjectSignal, tag="project:organization_project:add"):
    """The project belongs to an organization."""

    organization: Organization

    def details(self) -> dict[str, Any]:
        """Return by whom, and which organization."""
        return {**super().details(), "organization_name": self.organization.name}


class ProjectLeftOrganization(
    ProjectJoinedOrganization, tag="project:organization_project:remove"
):
    """The project belongs to the organization no longer."""


class ReleaseCreated(ReleaseSignal, tag="project:release:add", journal="new release"):
    """A version was published."""

    def details(self) -> dict[str, Any]:
        """Return by whom or by which kind of publisher, and which version."""
        return {**super().details(), **_publisher(self.actor)}


@dataclass(frozen=True)
class ReleaseYanked(
    ReleaseSignal,
    tag="project:release:yank",
    journal="yank release",
    comes_in_bulk=True,
):
    """A release was hidden from installers that do not ask for it by name."""

    reason: str

    def details(self) -> dict[str, Any]:
        """Return by whom, which version and why."""
        return {**super().details(), "yanked_reason": self.reason}


class ReleaseUnyanked(
    ReleaseSignal,
    tag="project:release:unyank",
    journal="unyank release",
    comes_in_bulk=True,
):
    """A release was given back to installers."""


@dataclass(frozen=True)
class FileYanked(FileSignal, tag="file:yank", journal="yank file {file.filename}"):
    """One file was hidden from installers that do not ask for its release by name."""

    reason: str

    def details(self) -> dict[str, Any]:
        """Return by whom, which version, which file and why."""
        return {**super().details(), "yanked_reason": self.reason}


class FileUnyanked(FileSignal, tag="file:unyank", journal="unyank file {file.filename}"):
    """One file was given back to installers."""


class ReleaseCompleted(ReleaseSignal, tag="project:release:complete"):
    """The first wheel of a release said what its sdist had left open."""


class ReleaseDeleted(
    ReleaseSignal,
    tag="project:release:remove",
    journal="remove release",
    comes_in_bulk=True,
):
    """A release is gone with all its files."""


@dataclass(frozen=True)
class ReleaseRemoved(
    ReleaseDeleted, tag="project:release:remove", journal="remove release"
):
    """Staff removed a release, and said why."""

    reason: str

    def details(self) -> dict[str, Any]:
        """Return by whom, which version and why."""
        return {**super().details(), "reason": self.reason}


class ReleaseRestored(
    ReleaseSignal, tag="project:release:restore", journal="restore release"
):
    """A deleted release is back with all its files."""


class ReleaseQuarantined(
    ReleaseSignal, tag="project:release:quarantine:enter", journal="release quarantined"
):
    """Staff took a release from view."""


class ReleaseQuarantineCleared(
    ReleaseSignal,
    tag="project:release:quarantine:exit",
    journal="release quarantine cleared",
):
    """Staff gave a release back."""


class ReleaseRemovedByStaff(
    ReleaseRemoved, tag="project:release:remove", journal="remove release"
):
    """Staff removed a release, and have its people told why."""


class FileUploaded(
    FileSignal, tag="file:add", journal="add {file.python_version} file {file.filename}"
):
    """A file joined a release."""

    def details(self) -> dict[str, Any]:
        """Return by whom or by which kind of publisher, which version and which file."""
        return {**super().details(), **_publisher(self.actor)}


class FileDeleted(FileSignal, tag="file:remove", journal="remove file {file.filename}"):
    """A file is gone from its release, which remains."""


@dataclass(frozen=True)
class FileRemovedByStaff(
    FileDeleted, tag="file:remove", journal="remove file {file.filename}"
):
    """Staff deleted a file, and say why."""

    reason: str

    def details(self) -> dict[str, Any]:
        """Return by whom, which version, which file and why."""
        return {**super().details(), "reason": self.reason}


class FileRestored(FileSignal, tag="file:restore", journal="restore file {file.filename}"):
    """A deleted file is back in its release."""


class ProjectArchived(ProjectSignal, tag="project:archive:enter"):
    """No releases are to be expected any more."""


class ProjectUnarchived(ProjectSignal, tag="project:archive:exit"):
    """Releases are to be expected again."""


@dataclass(frozen=True)
class ProjectDeprecated(
    ProjectSignal, tag="project:deprecate:enter", journal="project deprecated"
):
    """Its owners advise against the project."""

    reason: str
    successor: str | None

    def details(self) -> dict[str, Any]:
        """Return by whom, why, and what to use instead."""
        return {**super().details(), "reason": self.reason, "successor": self.successor}


class ProjectUndeprecated(
    ProjectSignal, tag="project:deprecate:exit", journal="project deprecation ended"
):
    """Its owners advise against the project no longer."""


class SecondFactorRequired(ProjectSignal, tag="project:second_factor:require"):
    """Its owners ask whoever works on it for a second factor."""


class SecondFactorWaived(ProjectSignal, tag="project:second_factor:waive"):
    """Its owners ask nobody for a second factor any more."""


class ProjectPresented(ProjectSignal, tag="project:presentation:change"):
    """Its owners changed what its page shows."""


class TrustedPublishingRequired(ProjectSignal, tag="project:trusted_publishing:required"):
    """The project takes uploads of trusted publishers only."""


class TrustedPublishingOptional(ProjectSignal, tag="project:trusted_publishing:optional"):
    """The project takes uploads with tokens of people, too."""


class AttestationsRequired(ProjectSignal, tag="project:attestations:required"):
    """The project takes files with attestations only."""


class AttestationsOptional(ProjectSignal, tag="project:attestations:optional"):
    """The project takes files without attestations, too."""


@dataclass(frozen=True)
class LimitSet(ProjectSignal):
    """Staff changed a limit of a project, in bytes; None is the one of everybody."""

    limit: int | None

    def details(self) -> dict[str, Any]:
        """Return the new limit, and who set it."""
        return {**super().details(), "limit": self.limit}


class UploadLimitSet(LimitSet, tag="admin:project:set_upload_limit"):
    """The limit of a single file changed."""


class TotalSizeLimitSet(LimitSet, tag="admin:project:set_total_size_limit"):
    """The limit of all files together changed."""


class ProjectQuarantined(
    ProjectSignal, tag="project:quarantine:enter", journal="project quarantined"
):
    """Staff took the project from view."""


class QuarantineCleared(
    ProjectSignal, tag="project:quarantine:exit", journal="project quarantine cleared"
):
    """Staff gave the project back."""


class ProjectDeleted(ProjectSignal, journal="remove project"):
    """The project and all that belonged to it is gone; its event log too."""


class ProjectRestored(ProjectSignal, tag="project:restore", journal="restore project"):
    """A deleted project is back with all that belonged to it."""


def _publisher(actor: Actor) -> dict[str, Any]:
    is_trusted = actor.publisher is not None
    return {
        "submitted_by": "OpenID created token" if is_trusted else actor.name,
        "publisher_url": actor.publisher_url,
        "uploaded_via_trusted_publisher": is_trusted,
    }
