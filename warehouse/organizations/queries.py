"""Finding organizations."""

from collections.abc import Sequence
from uuid import UUID

from packaging.utils import canonicalize_name
from sqlalchemy import select
from sqlalchemy.orm import Session

from warehouse.accounts.names import is_valid_name
from warehouse.organizations.models import (
    Organization,
    OrganizationName,
    OrganizationProject,
    OrganizationRole,
    OrganizationRoleName,
)


def organization_named(db: Session, name: str) -> Organization | None:
    """The organization that has the name, in any spelling, or had it once."""
    if not is_valid_name(name):
        return None
    return db.scalar(
        select(Organization)
        .join(OrganizationName, OrganizationName.organization_id == Organization.id)
        .where(OrganizationName.normalized_name == canonicalize_name(name))
    )


def reservation_of(db: Session, name: str) -> OrganizationName | None:
    """The entry of the catalogue that keeps the name from being had by others."""
    wanted = OrganizationName.normalized_name == canonicalize_name(name)
    return db.scalar(select(OrganizationName).where(wanted))


def organization_of(db: Session, project_id: UUID) -> Organization | None:
    """The organization that a project belongs to, if it does."""
    return db.scalar(
        select(Organization)
        .join(OrganizationProject, OrganizationProject.organization_id == Organization.id)
        .where(OrganizationProject.project_id == project_id)
    )


def owners_of_project(db: Session, project_id: UUID) -> Sequence[UUID]:
    """The keys of those who own the organization that a project belongs to."""
    return db.scalars(
        select(OrganizationRole.user_id)
        .join(
            OrganizationProject,
            OrganizationProject.organization_id == OrganizationRole.organization_id,
        )
        .where(OrganizationProject.project_id == project_id)
        .where(OrganizationRole.role_name == OrganizationRoleName.OWNER)
    ).all()
