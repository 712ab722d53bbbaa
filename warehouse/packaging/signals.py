"""What has happened to projects, releases, files and roles.

Every signal knows its `project` and, if it is about a release, its `version`: the two
columns of a journal row. `subject` is whose event log it belongs in.
"""

from dataclasses import dataclass
from typing import Any

from warehouse.accounts.models import User
from warehouse.organizations.models import Organization
from warehouse.packaging.models import File, Project, Release
from warehouse.security import Actor
from warehouse.signals import Signal


class _AboutProject(Signal):
    project: Project
    actor: Actor

    @property
    def version(self) -> str | None:
        """None, because the whole project is meant."""
        return None

    @property
    def subject(self) -> Project:
        """The project's event log has it."""
        return self.project


class _AboutRelease(Signal):
    release: Release
    actor: Actor

    @property
    def project(self) -> Project:
        """The project of the release."""
        return self.release.project

    @property
    def version(self) -> str | None:
        """The version of the release."""
        return self.release.version

    @property
    def subject(self) -> Project:
        """The project's event log has it."""
        return self.release.project

    def details(self) -> dict[str, Any]:
        """Which version, and by whom."""
        return {
            "submitted_by": self.actor.name,
            "canonical_version": self.release.canonical_version,
        }


@dataclass(frozen=True)
class ProjectCreated(_AboutProject, tag="project:create", journal="create"):
    """A name was taken."""

    project: Project
    actor: Actor

    def details(self) -> dict[str, Any]:
        """Who made it."""
        return {"created_by": self.actor.name}


@dataclass(frozen=True)
class _AboutRole(_AboutProject):
    project: Project
    actor: Actor
    role_name: str
    user: User

    def details(self) -> dict[str, Any]:
        """Who gave or took which role, and whose it is or was."""
        return {
            "submitted_by": self.actor.name,
            "role_name": self.role_name,
            "target_user": self.user.username,
        }


@dataclass(frozen=True)
class RoleAdded(
    _AboutRole, tag="project:role:add", journal="add {role_name} {user.username}"
):
    """Someone became Owner or Maintainer."""


@dataclass(frozen=True)
class RoleRemoved(
    _AboutRole, tag="project:role:remove", journal="remove {role_name} {user.username}"
):
    """Someone is Owner or Maintainer no longer."""


@dataclass(frozen=True)
class ProjectJoinedOrganization(_AboutProject, tag="project:organization_project:add"):
    """The project belongs to an organization."""

    project: Project
    actor: Actor
    organization: Organization

    def details(self) -> dict[str, Any]:
        """Which organization, and by whom."""
        return {
            "submitted_by": self.actor.name,
            "organization_name": self.organization.name,
        }


@dataclass(frozen=True)
class ReleaseCreated(_AboutRelease, tag="project:release:add", journal="new release"):
    """A version was published."""

    release: Release
    actor: Actor

    def details(self) -> dict[str, Any]:
        """Which version, and by whom."""
        return {
            "submitted_by": self.actor.name or "OpenID created token",
            "canonical_version": self.release.canonical_version,
            "publisher_url": None,
            "uploaded_via_trusted_publisher": self.actor.user is None,
        }


@dataclass(frozen=True)
class ReleaseYanked(_AboutRelease, tag="project:release:yank", journal="yank release"):
    """A release was hidden from installers that do not ask for it by name."""

    release: Release
    actor: Actor
    reason: str

    def details(self) -> dict[str, Any]:
        """Which version, by whom and why."""
        return {
            "submitted_by": self.actor.name,
            "canonical_version": self.release.canonical_version,
            "yanked_reason": self.reason,
        }


@dataclass(frozen=True)
class ReleaseUnyanked(
    _AboutRelease, tag="project:release:unyank", journal="unyank release"
):
    """A release was given back to installers."""

    release: Release
    actor: Actor


@dataclass(frozen=True)
class ReleaseCompleted(_AboutRelease, tag="project:release:complete"):
    """The first wheel of a release said what its sdist had left open."""

    release: Release
    actor: Actor


@dataclass(frozen=True)
class ReleaseDeleted(_AboutRelease, tag="project:release:remove", journal="remove release"):
    """A release is gone with all its files."""

    release: Release
    actor: Actor


@dataclass(frozen=True)
class FileUploaded(
    _AboutRelease, tag="file:add", journal="add {file.python_version} file {file.filename}"
):
    """A file joined a release."""

    release: Release
    file: File
    actor: Actor

    def details(self) -> dict[str, Any]:
        """Which file, and by whom."""
        return {
            "filename": self.file.filename,
            "submitted_by": self.actor.name or "OpenID created token",
            "canonical_version": self.release.canonical_version,
            "publisher_url": None,
            "project_id": str(self.project.id),
            "uploaded_via_trusted_publisher": self.actor.user is None,
        }


@dataclass(frozen=True)
class FileDeleted(_AboutRelease, tag="file:remove", journal="remove file {file.filename}"):
    """A file is gone from its release, which remains."""

    release: Release
    file: File
    actor: Actor

    def details(self) -> dict[str, Any]:
        """Which file, and by whom."""
        return {
            "filename": self.file.filename,
            "submitted_by": self.actor.name,
            "canonical_version": self.release.canonical_version,
            "project_id": str(self.project.id),
        }


@dataclass(frozen=True)
class _StatusChanged(_AboutProject):
    project: Project
    actor: Actor

    def details(self) -> dict[str, Any]:
        """By whom."""
        return {"submitted_by": self.actor.name}


class ProjectArchived(_StatusChanged, tag="project:archive:enter"):
    """No releases are to be expected any more."""


class ProjectUnarchived(_StatusChanged, tag="project:archive:exit"):
    """Releases are to be expected again."""


class ProjectQuarantined(
    _StatusChanged, tag="project:quarantine:enter", journal="project quarantined"
):
    """Staff took the project from view."""


class QuarantineCleared(
    _StatusChanged, tag="project:quarantine:exit", journal="project quarantine cleared"
):
    """Staff gave the project back."""


class ProjectDeleted(_StatusChanged, journal="remove project"):
    """The project and all that belonged to it is gone; its event log too."""
