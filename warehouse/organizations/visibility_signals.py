"""The signals of what the public page of an organization shows."""

from dataclasses import dataclass
from typing import Any

from warehouse.organizations.signals import MemberSignal
from warehouse.organizations.team_signals import TeamEntry, TeamSignal


@dataclass(frozen=True)
class MemberVisibilityChanged(
    MemberSignal, tag="organization:organization_role:visibility"
):
    """A member is on the public page of the organization from now on, or no longer."""

    is_public: bool

    def details(self) -> dict[str, Any]:
        """Return who, and whether they are shown."""
        return {**super().details(), "is_public": self.is_public}


@dataclass(frozen=True)
class TeamVisibilityChanged(TeamSignal, tag="organization:team:visibility"):
    """A team is on the public page of the organization from now on, or no longer."""

    is_public: bool

    def details(self) -> dict[str, Any]:
        """Return by whom, which team, and whether it is shown."""
        return {**super().details(), "is_public": self.is_public}


class TeamVisibilityChangedEntry(TeamEntry, tag="team:visibility"):
    """The team is on the public page of the organization, or no longer."""
