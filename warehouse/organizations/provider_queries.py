"""Finding identity providers of organizations, and whom they know."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from warehouse.organizations.models import (
    Organization,
    OrganizationIdentity,
    OrganizationProvider,
    OrganizationRole,
)


def provider_of(db: Session, organization: Organization) -> OrganizationProvider | None:
    """Return the provider of an organization, whether it is on or not, or None."""
    return db.get(OrganizationProvider, organization.id, populate_existing=True)


def has_provider(db: Session, organization: Organization) -> bool:
    """Return whether members of an organization can sign in by its provider."""
    found = provider_of(db, organization)
    return found is not None and found.is_on


def identity_in(
    db: Session, organization: Organization, user_id: UUID
) -> OrganizationIdentity | None:
    """Return as whom the provider of an organization knows a member, or None."""
    return db.scalar(
        select(OrganizationIdentity)
        .join(OrganizationIdentity.role)
        .where(OrganizationRole.organization_id == organization.id)
        .where(OrganizationRole.user_id == user_id)
    )


def identity_called(
    db: Session, organization: Organization, subject: str
) -> OrganizationIdentity | None:
    """Return the member whom the provider of an organization calls `subject`, or None."""
    return db.scalar(
        select(OrganizationIdentity).where(
            OrganizationIdentity.organization_id == organization.id,
            OrganizationIdentity.subject == subject,
        )
    )


def has_to_sign_in(
    db: Session, organization: Organization, user_id: UUID, since: datetime
) -> bool:
    """Return whether a member has not signed in by the provider since; others need not."""
    proof = and_(
        OrganizationIdentity.role_id == OrganizationRole.id,
        OrganizationIdentity.proved >= since,
    )
    found = (
        select(OrganizationRole.id)
        .outerjoin(OrganizationIdentity, proof)
        .where(OrganizationRole.organization_id == organization.id)
        .where(OrganizationRole.user_id == user_id)
        .where(OrganizationIdentity.role_id.is_(None))
    )
    return db.scalar(found) is not None
