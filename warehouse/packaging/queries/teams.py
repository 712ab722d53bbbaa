"""The roles that teams of organizations have in projects."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session, contains_eager

from warehouse.accounts.models import User
from warehouse.organizations.models import Organization, OrganizationRole, Team
from warehouse.packaging.models import (
    OrganizationProject,
    Project,
    Role,
    TeamProjectRole,
)
from warehouse.packaging.queries.parts import select_worked_projects


def team_roles_in(db: Session, project_id: UUID) -> Sequence[TeamProjectRole]:
    """Return the roles of teams in a project, by name of the team."""
    return db.scalars(
        select(TeamProjectRole)
        .join(TeamProjectRole.team)
        .where(TeamProjectRole.project_id == project_id)
        .options(contains_eager(TeamProjectRole.team))
        .order_by(Team.normalized_name)
    ).all()


def roles_of_team(db: Session, team: Team) -> Sequence[TeamProjectRole]:
    """Return the roles of a team in projects, by name of the project."""
    return db.scalars(
        select(TeamProjectRole)
        .join(TeamProjectRole.project)
        .where(TeamProjectRole.team_id == team.id)
        .options(contains_eager(TeamProjectRole.project))
        .order_by(Project.normalized_name)
    ).all()


def team_role_in(db: Session, project: Project, key: UUID) -> TeamProjectRole | None:
    """Return the role with this key of a team in a project, or None."""
    return db.scalar(
        select(TeamProjectRole).where(
            TeamProjectRole.project_id == project.id, TeamProjectRole.id == key
        )
    )


def count_projects_owned_by(db: Session, organization_id: UUID) -> int:
    """Return how many projects an organization owns, hidden ones too."""
    found = select(func.count()).where(
        OrganizationProject.organization_id == organization_id
    )
    return db.scalar(found) or 0


def projects_reached_by(db: Session, user_id: UUID) -> Sequence[Project]:
    """Return the projects that a person may upload to by role, team or organization."""
    reached = Project.id.in_(select_worked_projects(user_id))
    return db.scalars(
        select(Project).where(reached).order_by(Project.normalized_name)
    ).all()


def projects_without_organization(db: Session, user_id: UUID) -> Sequence[Project]:
    """Return the projects that a person owns by a role, and no organization, by name."""
    is_organized = (
        select(OrganizationProject.id)
        .where(OrganizationProject.project_id == Project.id)
        .exists()
    )
    return db.scalars(
        select(Project)
        .join(Role, Role.project_id == Project.id)
        .where(Role.user_id == user_id, Role.role_name == "Owner", ~is_organized)
        .order_by(Project.normalized_name)
    ).all()


def members_without_role(db: Session, project_id: UUID) -> Sequence[str]:
    """Return the names of members of the organization without a role in its project."""
    has_role = (
        select(Role.id)
        .where(Role.project_id == project_id, Role.user_id == User.id)
        .exists()
    )
    return db.scalars(
        select(User.username)
        .join(OrganizationRole, OrganizationRole.user_id == User.id)
        .join(
            OrganizationProject,
            OrganizationProject.organization_id == OrganizationRole.organization_id,
        )
        .where(OrganizationProject.project_id == project_id, ~has_role)
        .order_by(User.username)
    ).all()


def is_in_owner_of(db: Session, project_id: UUID, user_id: UUID) -> bool:
    """Return whether a person belongs to the organization that owns a project."""
    found = (
        select(OrganizationRole.id)
        .join(Organization, Organization.id == OrganizationRole.organization_id)
        .join(OrganizationProject, OrganizationProject.organization_id == Organization.id)
        .where(OrganizationProject.project_id == project_id)
        .where(OrganizationRole.user_id == user_id)
    )
    return db.scalar(found) is not None
