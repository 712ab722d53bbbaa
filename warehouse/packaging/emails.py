"""The messages about projects."""

from dataclasses import dataclass

from warehouse.email import Mail


@dataclass(frozen=True)
class ReleaseRemovedMail(Mail, template="removed-project-release"):
    """Says that staff deleted a release, and why."""

    username: str
    project: str
    version: str
    reason: str
    link: str


@dataclass(frozen=True)
class FileRemovedMail(Mail, template="removed-project-release-file"):
    """Says that staff deleted a file, and why."""

    username: str
    project: str
    version: str
    filename: str
    reason: str
    link: str
