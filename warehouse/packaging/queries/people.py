"""The people and organizations behind projects."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Select, Text, cast, or_, select, union_all
from sqlalchemy.orm import Session, aliased, selectinload

from warehouse.accounts.models import User
from warehouse.organizations.models import (
    Organization,
    OrganizationRole,
    OrganizationRoleName,
    TeamRole,
)
from warehouse.packaging.models import (
    OrganizationProject,
    Project,
    Role,
    TeamProjectRole,
)
from warehouse.packaging.names import normalize
from warehouse.packaging.queries.parts import (
    select_organization,
    select_owned_projects,
    select_owners_of,
    select_people_of,
    select_teamed,
    select_worked_projects,
)


def organization_of(db: Session, project_id: UUID) -> Organization | None:
    """Return the organization that owns a project, or None."""
    return db.scalar(select_organization(project_id))


def owners_of_project(db: Session, project_id: UUID) -> Sequence[UUID]:
    """Return the ids of the owners of the organization that owns a project."""
    return db.scalars(
        select(OrganizationRole.user_id)
        .join(
            OrganizationProject,
            OrganizationProject.organization_id == OrganizationRole.organization_id,
        )
        .where(OrganizationProject.project_id == project_id)
        .where(OrganizationRole.role_name == OrganizationRoleName.OWNER)
    ).all()


def organizations_worked_for(
    db: Session, user_id: UUID, project_ids: Sequence[UUID] = ()
) -> Sequence[Organization]:
    """Return the organizations in whose projects a person has a role, by name.

    With `project_ids` only those are asked about that own one of these projects.
    """
    theirs = select(OrganizationProject.organization_id).where(
        OrganizationProject.project_id.in_(select_worked_projects(user_id))
    )
    if project_ids:
        theirs = theirs.where(OrganizationProject.project_id.in_(project_ids))
    found = select(Organization).where(Organization.id.in_(theirs))
    return db.scalars(found.order_by(Organization.normalized_name)).all()


def people_working_for(db: Session, organization: Organization) -> Sequence[User]:
    """Return the members of an organization and the people of its projects, by name."""
    members = select(OrganizationRole.user_id).where(
        OrganizationRole.organization_id == organization.id
    )
    others = (
        select(Role.user_id)
        .join(OrganizationProject, OrganizationProject.project_id == Role.project_id)
        .where(OrganizationProject.organization_id == organization.id)
    )
    return db.scalars(
        select(User)
        .where(User.id.in_(members.union(others)))
        .options(selectinload(User.security_keys))
        .order_by(User.username)
    ).all()


def roles_above(db: Session, project_id: UUID) -> Sequence[tuple[UUID, str]]:
    """Return who has which role in a project by its organization or one of its teams."""
    by_organization = (
        select(OrganizationRole.user_id, cast(OrganizationRole.role_name, Text))
        .join(
            OrganizationProject,
            OrganizationProject.organization_id == OrganizationRole.organization_id,
        )
        .where(OrganizationProject.project_id == project_id)
        .where(OrganizationRole.role_name == OrganizationRoleName.OWNER)
    )
    by_team = select_teamed(TeamRole.user_id, cast(TeamProjectRole.role_name, Text)).where(
        TeamProjectRole.project_id == project_id
    )
    found: Sequence[Any] = db.execute(union_all(by_organization, by_team)).all()
    return [(user_id, role_name) for user_id, role_name in found]


def owner_ids(db: Session, project_id: UUID) -> list[UUID]:
    """Return the ids of all who own a project, by role, organization or team."""
    this = select(Project.id).where(Project.id == project_id)
    owner_id = list(select_owners_of(this).subquery().columns)[1]
    return list(db.scalars(select(owner_id).distinct().order_by(owner_id)))


def owners_told(db: Session, project_id: UUID) -> Sequence[User]:
    """Return all who own a project, by a role or by their organization, by name."""
    wanted = User.id.in_(owner_ids(db, project_id))
    return db.scalars(select(User).where(wanted).order_by(User.username)).all()


def people_told(db: Session, project_id: UUID) -> Sequence[User]:
    """Return all who have a role in a project or own it otherwise, by name."""
    roles = select(Role.user_id).where(Role.project_id == project_id)
    wanted = or_(User.id.in_(roles), User.id.in_(owner_ids(db, project_id)))
    return db.scalars(select(User).where(wanted).order_by(User.username)).all()


def owned_project_ids(db: Session, user_id: UUID) -> Sequence[UUID]:
    """Return the ids of the projects that a person owns, by a role or an organization."""
    return db.scalars(select_owned_projects(user_id)).all()


def roles_in(db: Session, project: str) -> Sequence[Any]:
    """Return role and username of everyone with a role in the project of this name."""
    return db.execute(
        _roles(Role.role_name, User.username)
        .where(Project.normalized_name == normalize(project))
        .order_by(Role.role_name.desc(), User.username)
    ).all()


def roles_of(db: Session, username: str) -> Sequence[Any]:
    """Return role and project name of every role that the person of this name has."""
    return db.execute(
        _roles(Role.role_name, Project.name)
        .where(User.username == username)
        .order_by(Role.role_name.desc(), Project.name)
    ).all()


def _roles(*columns: Any) -> Select[Any]:
    return (
        select(*columns)
        .select_from(Role)
        .join(User, User.id == Role.user_id)
        .join(Project, Project.id == Role.project_id)
    )


def project_ids_of(db: Session, username: str, *, limit: int) -> Sequence[UUID]:
    """Return the ids of at most `limit` projects in which the person has a role."""
    return db.scalars(
        select(Role.project_id)
        .join(User, User.id == Role.user_id)
        .where(User.username == username)
        .order_by(Role.project_id)
        .limit(limit)
    ).all()


def owns_projects(db: Session, user: User) -> bool:
    """Return whether a person, or an organization that they own, owns a project."""
    return db.scalar(select_owned_projects(user.id).limit(1)) is not None


def unguarded_people(db: Session, project_id: UUID) -> Sequence[str]:
    """Return who works on a project or owns it without a second factor, by name."""
    return db.scalars(
        select(User.username)
        .where(User.id.in_(select_people_of(project_id)))
        .where(User.totp_secret.is_(None), ~User.security_keys.any())
        .order_by(User.username)
    ).all()


def projects_owned_alone(db: Session, user_id: UUID) -> Sequence[Project]:
    """Return the projects of which a person is the only owner, by name.

    A project of an organization is owned by that.
    """
    other = aliased(Role)
    has_others = (
        select(other.id)
        .where(other.project_id == Role.project_id)
        .where(other.role_name == "Owner", other.user_id != user_id)
        .exists()
    )
    is_organized = (
        select(OrganizationProject.id)
        .where(OrganizationProject.project_id == Role.project_id)
        .exists()
    )
    return db.scalars(
        select(Project)
        .join(Role, Role.project_id == Project.id)
        .where(Role.user_id == user_id, Role.role_name == "Owner")
        .where(~has_others, ~is_organized)
        .order_by(Project.normalized_name)
    ).all()
