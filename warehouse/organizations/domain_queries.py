"""Finding domains of organizations."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from warehouse.organizations.models import Organization, OrganizationDomain


def domains_of(db: Session, organization: Organization) -> Sequence[OrganizationDomain]:
    """Return the domains of an organization, verified or not, by name."""
    mine = OrganizationDomain.organization_id == organization.id
    found = select(OrganizationDomain).where(mine)
    return db.scalars(found.order_by(OrganizationDomain.domain)).all()


def verified_domains_of(
    db: Session, organization: Organization
) -> Sequence[OrganizationDomain]:
    """Return the domains that an organization has proved to be its own, by name."""
    found = domains_of(db, organization)
    return [each for each in found if each.verified is not None]


def domain_of(
    db: Session, organization: Organization, key: UUID
) -> OrganizationDomain | None:
    """Return a domain of this organization and no other, or None."""
    return db.scalar(
        select(OrganizationDomain).where(
            OrganizationDomain.id == key,
            OrganizationDomain.organization_id == organization.id,
        )
    )


def domain_holder(db: Session, domain: str) -> Organization | None:
    """Return the organization that has verified a domain, or None."""
    return db.scalar(
        select(Organization)
        .join(OrganizationDomain, OrganizationDomain.organization_id == Organization.id)
        .where(OrganizationDomain.domain == domain)
        .where(OrganizationDomain.verified.is_not(None))
    )


def domains_to_check(db: Session, before: datetime, *, limit: int) -> Sequence[UUID]:
    """Return verified domains whose proof nobody looked for since, the oldest first."""
    return db.scalars(
        select(OrganizationDomain.id)
        .where(OrganizationDomain.verified.is_not(None))
        .where(OrganizationDomain.checked < before)
        .order_by(OrganizationDomain.checked)
        .limit(limit)
    ).all()


def verified_domain(db: Session, key: UUID) -> OrganizationDomain | None:
    """Return a domain that is verified still, locked, or None."""
    return db.scalar(
        select(OrganizationDomain)
        .where(OrganizationDomain.id == key, OrganizationDomain.verified.is_not(None))
        .with_for_update(skip_locked=True)
    )
