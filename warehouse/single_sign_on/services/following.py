"""Teams that follow a group of whoever vouches for people."""

from collections.abc import Mapping

from sqlalchemy.orm import Session

from warehouse.accounts.models import User
from warehouse.organizations import queries
from warehouse.organizations.models import Organization, Team
from warehouse.organizations.services import TeamService
from warehouse.security import Actor
from warehouse.single_sign_on.providers import Assertion


class FollowingService:
    """Puts members of organizations into teams by their groups, and takes them out again.

    Nobody becomes a member of an organization by it, and teams that follow no group stay
    as they are. `labels` are what people call whoever vouches, by issuer.
    """

    def __init__(
        self, db: Session, teams: TeamService, *, labels: Mapping[str, str]
    ) -> None:
        self.db, self.teams, self._labels = db, teams, labels

    def follow(
        self, user: User, said: Assertion, *, within: Organization | None = None
    ) -> None:
        """Have the teams of a person follow their groups, if these were told.

        What the provider of an organization says is about its teams alone (`within`), and
        they follow nobody else.
        """
        if said.groups is None:
            return
        found = self._changes(user, said, within)
        if not found:
            return
        locked = {team.organization_id for team, _ in found}
        for key in sorted(locked):
            queries.lock_organization(self.db, key)
        label = self._labels[said.issuer] if within is None else said.issuer
        actor = Actor(credential="single-sign-on", client=f"the groups of {label}")
        # What somebody else has changed meanwhile is seen now.
        for team, belongs in self._changes(user, said, within):
            if team.organization_id in locked and belongs:
                self.teams.add_member(team, user.username, actor=actor)
            elif team.organization_id in locked:
                self.teams.leave(team, user, actor=actor)

    def _changes(
        self, user: User, said: Assertion, within: Organization | None
    ) -> list[tuple[Team, bool]]:
        """Return the teams that a person is to join, or (False) to leave."""
        groups = said.groups or ()
        key = None if within is None else within.id
        return [
            (team, team.outside_group in groups)
            for team, is_member in queries.following_teams(self.db, user.id, key)
            if (team.outside_group in groups) != is_member
        ]
