"""`organization_roles`: who may do what in an organization."""

import enum
from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from warehouse.accounts.models import User
from warehouse.db import Model, stored_by_value
from warehouse.organizations.models.organization import Organization


class OrganizationRoleName(enum.StrEnum):
    """The roles in an organization."""

    OWNER = "Owner"
    BILLING_MANAGER = "Billing Manager"
    MANAGER = "Manager"
    MEMBER = "Member"


class OrganizationRole(Model):
    """The role of one person in one organization."""

    __tablename__ = "organization_roles"
    __table_args__ = (UniqueConstraint("user_id", "organization_id"),)

    role_name: Mapped[OrganizationRoleName] = mapped_column(
        stored_by_value(OrganizationRoleName, "organizationroletype")
    )
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    organization_id: Mapped[UUID] = mapped_column(
        ForeignKey("organizations.id", ondelete="CASCADE"), index=True
    )
    is_public: Mapped[bool] = mapped_column(server_default=false())
    """Whether the member chose to be on the public page of the organization."""

    user: Mapped[User] = relationship("User")
    organization: Mapped[Organization] = relationship("Organization")
