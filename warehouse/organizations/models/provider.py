"""`organization_providers` and `organization_identities`: proofs of membership."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from warehouse.db import Base, Now
from warehouse.organizations.models.organization import Organization
from warehouse.organizations.models.role import OrganizationRole


class OrganizationProvider(Base):
    """The identity provider (OpenID Connect) of an organization.

    It is on once an owner has signed in by it. Of another one nobody is known, so what it
    is called by does not change: it is removed, and another one is set up.
    """

    __tablename__ = "organization_providers"

    organization_id: Mapped[UUID] = mapped_column(
        ForeignKey("organizations.id", ondelete="CASCADE"), primary_key=True
    )
    issuer: Mapped[str]
    client: Mapped[str]
    secret: Mapped[str]
    groups: Mapped[str | None]
    is_on: Mapped[bool] = mapped_column(server_default=false())
    created: Mapped[Now]

    organization: Mapped[Organization] = relationship(Organization)


class OrganizationIdentity(Base):
    """By whom a provider of an organization knows one of its members.

    `proved` is when the provider said so the last time. It ends with the membership and
    with the provider, and opens no account.
    """

    __tablename__ = "organization_identities"
    __table_args__ = (
        UniqueConstraint("organization_id", "subject"),
        CheckConstraint("length(subject) BETWEEN 1 AND 255", name="subject_length"),
    )

    role_id: Mapped[UUID] = mapped_column(
        ForeignKey("organization_roles.id", ondelete="CASCADE"), primary_key=True
    )
    organization_id: Mapped[UUID] = mapped_column(
        ForeignKey("organization_providers.organization_id", ondelete="CASCADE")
    )
    subject: Mapped[str]
    label: Mapped[str]
    proved: Mapped[datetime]

    role: Mapped[OrganizationRole] = relationship(OrganizationRole)
