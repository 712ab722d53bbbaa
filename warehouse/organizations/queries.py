"""Finding organizations."""

from packaging.utils import canonicalize_name
from sqlalchemy import select
from sqlalchemy.orm import Session

from warehouse.accounts.names import is_valid_name
from warehouse.organizations.models import Organization, OrganizationName


def organization_named(db: Session, name: str) -> Organization | None:
    """Return the organization that has or had this name, in any spelling."""
    if not is_valid_name(name):
        return None
    return db.scalar(
        select(Organization)
        .join(OrganizationName, OrganizationName.organization_id == Organization.id)
        .where(OrganizationName.normalized_name == canonicalize_name(name))
    )


def reservation_of(db: Session, name: str) -> OrganizationName | None:
    """Return the row of the catalogue that reserves a name, or None."""
    wanted = OrganizationName.normalized_name == canonicalize_name(name)
    return db.scalar(select(OrganizationName).where(wanted))
