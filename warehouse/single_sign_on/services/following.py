"""Teams that follow a group of whoever vouches for people."""

from collections.abc import Mapping

from sqlalchemy.orm import Session

from warehouse.accounts.models import User
from warehouse.organizations import queries
from warehouse.organizations.errors import OrganizationError
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

    def follow(self, user: User, said: Assertion) -> None:
        """Have the teams of a person follow their groups, if these were told."""
        if said.groups is None:
            return
        label = self._labels[said.issuer]
        actor = Actor(credential="single-sign-on", client=f"the groups of {label}")
        for team, is_member in queries.following_teams(self.db, user.id):
            belongs = team.outside_group in said.groups
            try:
                if belongs and not is_member:
                    self.teams.add_member(team, user.username, actor=actor)
                elif is_member and not belongs:
                    self.teams.leave(team, user, actor=actor)
            except OrganizationError:
                # Somebody else has changed the team meanwhile; the next sign-in sees it.
                continue
