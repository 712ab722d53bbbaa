"""Finding organizations."""

from collections.abc import Sequence
from uuid import UUID

from packaging.utils import canonicalize_name
from sqlalchemy import select
from sqlalchemy.orm import Session, aliased, contains_eager

from warehouse.accounts.models import User
from warehouse.accounts.names import is_valid_name
from warehouse.organizations.models import (
    ApplicationStatus,
    Organization,
    OrganizationApplication,
    OrganizationName,
    OrganizationRole,
    OrganizationRoleName,
)


def organization_named(db: Session, name: str) -> Organization | None:
    """Return the organization that has or had this name, in any spelling."""
    if not is_valid_name(name):
        return None
    return db.scalar(
        select(Organization)
        .join(OrganizationName, OrganizationName.organization_id == Organization.id)
        .where(OrganizationName.normalized_name == canonicalize_name(name))
    )


def organization_by_id(db: Session, key: UUID) -> Organization | None:
    """Return the organization with this key."""
    return db.get(Organization, key)


def members_of(db: Session, organization: Organization) -> Sequence[OrganizationRole]:
    """Return the roles in an organization with their people, by role and name."""
    return db.scalars(
        select(OrganizationRole)
        .join(OrganizationRole.user)
        .where(OrganizationRole.organization_id == organization.id)
        .options(contains_eager(OrganizationRole.user))
        .order_by(OrganizationRole.role_name, User.username)
    ).all()


def names_of(db: Session, organization: Organization) -> Sequence[str]:
    """Return the names that are reserved for an organization, its former ones too."""
    return db.scalars(
        select(OrganizationName.normalized_name)
        .where(OrganizationName.organization_id == organization.id)
        .order_by(OrganizationName.normalized_name)
    ).all()


def memberships_of(db: Session, user_id: UUID) -> Sequence[OrganizationRole]:
    """Return the roles of a person in organizations, by name."""
    return db.scalars(
        select(OrganizationRole)
        .join(OrganizationRole.organization)
        .where(OrganizationRole.user_id == user_id)
        .options(contains_eager(OrganizationRole.organization))
        .order_by(Organization.name)
    ).all()


def reservation_of(db: Session, name: str) -> OrganizationName | None:
    """Return the row of the catalogue that reserves a name, or None."""
    wanted = OrganizationName.normalized_name == canonicalize_name(name)
    return db.scalar(select(OrganizationName).where(wanted))


def organizations_owned_alone(db: Session, user_id: UUID) -> Sequence[Organization]:
    """Return the organizations of which a person is the only owner, by name."""
    other = aliased(OrganizationRole)
    has_others = (
        select(other.id)
        .where(other.organization_id == OrganizationRole.organization_id)
        .where(other.role_name == OrganizationRoleName.OWNER, other.user_id != user_id)
        .exists()
    )
    return db.scalars(
        select(Organization)
        .join(OrganizationRole, OrganizationRole.organization_id == Organization.id)
        .where(OrganizationRole.user_id == user_id)
        .where(OrganizationRole.role_name == OrganizationRoleName.OWNER, ~has_others)
        .order_by(Organization.name)
    ).all()


_DECIDED = (ApplicationStatus.DECLINED, ApplicationStatus.APPROVED)


def application_by_id(db: Session, key: UUID) -> OrganizationApplication | None:
    """Return one application, or None."""
    return db.get(OrganizationApplication, key)


def applications_of(db: Session, user_id: UUID) -> Sequence[OrganizationApplication]:
    """Return the applications of a person, the newest first."""
    mine = OrganizationApplication.submitted_by_id == user_id
    newest = OrganizationApplication.submitted.desc()
    return db.scalars(select(OrganizationApplication).where(mine).order_by(newest)).all()


def applications_for(db: Session, name: str) -> Sequence[OrganizationApplication]:
    """Return the applications for a normalised name, the newest first."""
    wanted = OrganizationApplication.normalized_name == name
    newest = OrganizationApplication.submitted.desc()
    return db.scalars(
        select(OrganizationApplication).where(wanted).order_by(newest).limit(20)
    ).all()


def open_applications_for(db: Session, name: str) -> Sequence[OrganizationApplication]:
    """Return the undecided applications for a normalised name, locked, oldest first."""
    return db.scalars(
        select(OrganizationApplication)
        .where(OrganizationApplication.normalized_name == name)
        .where(OrganizationApplication.status.not_in(_DECIDED))
        .order_by(OrganizationApplication.submitted)
        .with_for_update()
    ).all()


def next_application(db: Session) -> OrganizationApplication | None:
    """Return the oldest application that waits for staff, or None."""
    return db.scalar(
        select(OrganizationApplication)
        .where(OrganizationApplication.status == ApplicationStatus.SUBMITTED)
        .order_by(OrganizationApplication.submitted, OrganizationApplication.id)
        .limit(1)
    )


def organizations_of(db: Session, user_id: UUID) -> Sequence[OrganizationRole]:
    """Return the roles of a person in organizations with those, by name."""
    return db.scalars(
        select(OrganizationRole)
        .join(OrganizationRole.organization)
        .where(OrganizationRole.user_id == user_id)
        .options(contains_eager(OrganizationRole.organization))
        .order_by(Organization.normalized_name)
    ).all()
