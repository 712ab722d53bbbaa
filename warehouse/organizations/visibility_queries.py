"""Finding who is on the public page of an organization."""

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session, contains_eager

from warehouse.accounts.models import User
from warehouse.organizations.models import Organization, OrganizationRole, Team, TeamRole

MOST = 100
"""People and teams that a page shows at most."""


def public_members_of(
    db: Session, organization: Organization
) -> Sequence[OrganizationRole]:
    """Return the roles of members who chose to be seen, by role and name.

    Those of accounts that are suspended are left out.
    """
    return db.scalars(
        select(OrganizationRole)
        .join(OrganizationRole.user)
        .where(OrganizationRole.organization_id == organization.id)
        .where(OrganizationRole.is_public, User.is_active, ~User.is_frozen)
        .options(contains_eager(OrganizationRole.user))
        .order_by(OrganizationRole.role_name, User.username)
        .limit(MOST)
    ).all()


def public_teams_of(db: Session, organization: Organization) -> Sequence[tuple[str, int]]:
    """Return the names of teams that are seen, each with how many are on it."""
    found = db.execute(
        select(Team.name, func.count(TeamRole.id))
        .outerjoin(TeamRole, TeamRole.team_id == Team.id)
        .where(Team.organization_id == organization.id, Team.is_public)
        .group_by(Team.id)
        .order_by(Team.normalized_name)
        .limit(MOST)
    )
    return [(name, number) for name, number in found]
