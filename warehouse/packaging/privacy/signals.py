"""The signals of privacy: of projects that are hidden or shown, and of their readers."""

from dataclasses import dataclass
from typing import Any

from warehouse.accounts.models import User
from warehouse.organizations.models import Team
from warehouse.packaging.signals import ProjectSignal


class ProjectMadePrivate(
    ProjectSignal, tag="project:privacy:private", journal="remove project"
):
    """From now on only its readers know of it; to mirrors it is gone."""


class ProjectMadePublic(ProjectSignal, tag="project:privacy:public", journal="create"):
    """Everybody may know of it; mirrors hear of it as of a new one."""


@dataclass(frozen=True)
class ReaderSignal(ProjectSignal):
    """Something that happened to one reader of a private project: a person or a team."""

    reader: User | Team

    def details(self) -> dict[str, Any]:
        """Return by whom, and who it is about."""
        if isinstance(self.reader, Team):
            return {**super().details(), "target_team": self.reader.name}
        return {**super().details(), "target_user": self.reader.username}


class ReaderAdded(ReaderSignal, tag="project:reader:add"):
    """Somebody was let in to read it."""


class ReaderRemoved(ReaderSignal, tag="project:reader:remove"):
    """Somebody is let in no longer."""
