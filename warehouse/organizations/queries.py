"""Finding organizations."""

from packaging.utils import canonicalize_name
from sqlalchemy import select
from sqlalchemy.orm import Session

from warehouse.accounts.names import is_valid_name
from warehouse.organizations.models import Organization, OrganizationName


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
