"""Who is on the public page of an organization."""

from sqlalchemy.orm import Session

from warehouse.accounts.models import User
from warehouse.organizations import queries
from warehouse.organizations.errors import NotAMember, TeamGone
from warehouse.organizations.models import Organization, Team
from warehouse.organizations.visibility_signals import (
    MemberVisibilityChanged,
    TeamVisibilityChanged,
    TeamVisibilityChangedEntry,
)
from warehouse.security import Actor
from warehouse.signals import Announce


class VisibilityService:
    """Shows members and teams on the public page, which they are not until they choose."""

    def __init__(self, db: Session, announce: Announce) -> None:
        self.db, self.announce = db, announce

    def show_member(
        self, organization: Organization, user: User, *, is_public: bool, actor: Actor
    ) -> None:
        """Show a member who chose so, or show them no longer; raises `NotAMember`."""
        queries.lock_organization(self.db, organization.id)
        role = queries.role_in(self.db, organization.id, user.id)
        if role is None:
            raise NotAMember(user.username)
        if role.is_public == is_public:
            return
        role.is_public = is_public
        self.db.flush()
        kind = MemberVisibilityChanged
        self.announce(kind(organization, actor, user, role.role_name, is_public))

    def show_team(self, team: Team, *, is_public: bool, actor: Actor) -> None:
        """Show a team, or show it no longer; raises `TeamGone`."""
        queries.lock_organization(self.db, team.organization_id)
        if not queries.is_team(self.db, team.id):
            raise TeamGone
        if team.is_public == is_public:
            return
        team.is_public = is_public
        self.db.flush()
        changed = TeamVisibilityChanged(team.organization, actor, team, is_public)
        self.announce(changed)
        self.announce(TeamVisibilityChangedEntry(changed))
