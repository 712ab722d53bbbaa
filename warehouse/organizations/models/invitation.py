"""`organization_invitations`: people who were asked to join an organization."""

import enum
from uuid import UUID

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from warehouse.accounts.models import User
from warehouse.db import Model, Moment, stored_by_value
from warehouse.organizations.models.organization import Organization
from warehouse.organizations.models.role import OrganizationRoleName


class OrganizationInvitationStatus(enum.StrEnum):
    """Whether an invitation can be answered still."""

    PENDING = "pending"
    EXPIRED = "expired"


class OrganizationInvitation(Model):
    """One person's invitation to an organization; `token` is that of its newest link."""

    __tablename__ = "organization_invitations"
    __table_args__ = (
        UniqueConstraint("user_id", "organization_id"),
        Index(
            "ix_organization_invitations_pending",
            "created",
            postgresql_where=text("invite_status = 'pending'"),
        ),
    )

    created: Mapped[Moment]
    invite_status: Mapped[OrganizationInvitationStatus] = mapped_column(
        stored_by_value(OrganizationInvitationStatus, "organizationinvitationstatus"),
        server_default=OrganizationInvitationStatus.PENDING.value,
    )
    token: Mapped[str]
    role_name: Mapped[OrganizationRoleName] = mapped_column(
        stored_by_value(OrganizationRoleName, "organizationroletype")
    )
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    organization_id: Mapped[UUID] = mapped_column(
        ForeignKey("organizations.id", ondelete="CASCADE"), index=True
    )

    user: Mapped[User] = relationship("User")
    organization: Mapped[Organization] = relationship("Organization")

    @property
    def is_pending(self) -> bool:
        """Return whether it waits for an answer."""
        return self.invite_status is OrganizationInvitationStatus.PENDING
