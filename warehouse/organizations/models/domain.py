"""`organization_domains`: domains that organizations say, or have proved, to be theirs."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from warehouse.db import Model, Now
from warehouse.organizations.models.organization import Organization

_IS_VERIFIED = text("verified IS NOT NULL")


class OrganizationDomain(Model):
    """A domain and the token that proves it; one organization has it verified at most.

    `failing_since` is when the proof was missed first, while it is verified still.
    """

    __tablename__ = "organization_domains"
    __table_args__ = (
        UniqueConstraint("organization_id", "domain"),
        Index(
            "uq_organization_domains_verified",
            "domain",
            unique=True,
            postgresql_where=_IS_VERIFIED,
        ),
        Index("ix_organization_domains_checked", "checked", postgresql_where=_IS_VERIFIED),
    )

    organization_id: Mapped[UUID] = mapped_column(
        ForeignKey("organizations.id", ondelete="CASCADE")
    )
    domain: Mapped[str]
    token: Mapped[str]
    created: Mapped[Now]
    verified: Mapped[datetime | None]
    checked: Mapped[datetime | None]
    failing_since: Mapped[datetime | None]

    organization: Mapped[Organization] = relationship(Organization)
