"""The signals of teams and of their members.

What happens to a team is in the event log of the organization and in its own; what happens
to one of its members also in that of the account.
"""

from dataclasses import dataclass
from typing import Any

from warehouse.accounts.models import User
from warehouse.accounts.signals import AccountSignal
from warehouse.organizations.models import Team
from warehouse.organizations.signals import OrganizationSignal
from warehouse.security import Actor
from warehouse.signals import Signal


@dataclass(frozen=True)
class TeamSignal(OrganizationSignal):
    """Something that happened to a team, as the event log of its organization has it."""

    team: Team

    def details(self) -> dict[str, Any]:
        """Return by whom, and which team."""
        return {**super().details(), "team_name": self.team.name}


class TeamCreated(TeamSignal, tag="organization:team:create"):
    """An organization has another team."""


class TeamDeleted(TeamSignal, tag="organization:team:delete"):
    """A team is about to go, with its roles."""


@dataclass(frozen=True)
class TeamRenamed(TeamSignal, tag="organization:team:rename"):
    """A team has another name."""

    previous: str

    def details(self) -> dict[str, Any]:
        """Return by whom, and both names."""
        return {**super().details(), "previous_team_name": self.previous}


@dataclass(frozen=True)
class TeamGroupChanged(TeamSignal, tag="organization:team:group"):
    """A team follows another group from outside, or none."""

    group: str | None

    def details(self) -> dict[str, Any]:
        """Return by whom, and which group."""
        return {**super().details(), "group": self.group}


@dataclass(frozen=True)
class TeamMemberSignal(TeamSignal):
    """Something that happened to one member of a team."""

    user: User

    def details(self) -> dict[str, Any]:
        """Return by whom, which team and whose membership."""
        return {
            **super().details(),
            "role_name": "Member",
            "target_user": self.user.username,
        }


class TeamMemberAdded(TeamMemberSignal, tag="organization:team_role:add"):
    """Somebody is a member of a team."""


class TeamMemberRemoved(TeamMemberSignal, tag="organization:team_role:remove"):
    """Somebody is a member of a team no longer."""


@dataclass(frozen=True)
class TeamEntry(Signal):
    """Something that happened to a team, as its own event log has it."""

    cause: TeamSignal

    @property
    def subject(self) -> Team:
        """Return the team, whose event log the signal enters."""
        return self.cause.team

    @property
    def actor(self) -> Actor:
        """Return who did it."""
        return self.cause.actor

    def details(self) -> dict[str, Any]:
        """Return what the event log of the organization has."""
        return self.cause.details()


class TeamCreatedEntry(TeamEntry, tag="team:create"):
    """The team was made."""


class TeamRenamedEntry(TeamEntry, tag="team:rename"):
    """The team has another name."""


class TeamGroupChangedEntry(TeamEntry, tag="team:group"):
    """The team follows another group from outside, or none."""


class TeamMemberAddedEntry(TeamEntry, tag="team:team_role:add"):
    """The team has another member."""


class TeamMemberRemovedEntry(TeamEntry, tag="team:team_role:remove"):
    """The team has a member less."""


@dataclass(frozen=True)
class TeamJoined(AccountSignal, tag="account:team_role:add"):
    """Somebody is a member of a team, as their own event log has it."""

    team: Team

    def details(self) -> dict[str, Any]:
        """Return by whom, and which team of which organization."""
        return {
            "submitted_by": self.actor.name,
            "organization_name": self.team.organization.name,
            "team_name": self.team.name,
        }


class TeamLeft(TeamJoined, tag="account:team_role:remove"):
    """Somebody is a member of a team no longer, as their own event log has it."""
