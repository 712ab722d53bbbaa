"""The messages about projects."""

from dataclasses import dataclass

from warehouse.email import Mail


@dataclass(frozen=True)
class ProjectMail(Mail, template="removed-project"):
    """What a message about a project says: to whom, with which role, and by whom.

    Without `by` it was the administrators, and owners are not told which of them.
    """

    username: str
    role: str
    project: str
    by: str
    by_role: str


@dataclass(frozen=True)
class ProjectRemovedMail(ProjectMail, template="removed-project"):
    """Says that an owner deleted a project; `link` leads to restoring it."""

    link: str


@dataclass(frozen=True)
class ReleaseYankedMail(ProjectMail, template="yanked-project-release"):
    """Says that a release was yanked, or one file of it, and why."""

    version: str
    filename: str
    reason: str


@dataclass(frozen=True)
class ReleaseUnyankedMail(ProjectMail, template="unyanked-project-release"):
    """Says that a release is given back to installers, or one file of it."""

    version: str
    filename: str


@dataclass(frozen=True)
class ReleaseRemovedMail(ProjectMail, template="removed-project-release"):
    """Says that a release was deleted; staff say why.

    `link` leads to restoring it, or to the decision if it was the administrators.
    """

    version: str
    reason: str
    link: str


@dataclass(frozen=True)
class ReleasesChangedMail(ProjectMail, template="changed-project-releases"):
    """Says that many releases were yanked, given back or deleted at once.

    `change` is "yank", "unyank" or "delete"; `link` leads to restoring them.
    """

    change: str
    versions: tuple[str, ...]
    reason: str
    link: str


@dataclass(frozen=True)
class FileRemovedMail(ProjectMail, template="removed-project-release-file"):
    """Says that a file was deleted; `reason` and `link` are those of a release."""

    version: str
    filename: str
    reason: str
    link: str
