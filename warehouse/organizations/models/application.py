"""`organization_applications`: people ask for an organization, and staff answer."""

import enum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from warehouse.accounts.models import User
from warehouse.db import stored_by_value
from warehouse.organizations.models.conversation import Application, Message
from warehouse.organizations.models.organization import Organization, OrganizationType


class MembershipSize(enum.StrEnum):
    """How many people an organization has, roughly."""

    UNKNOWN = ""
    ONE = "1"
    FEW = "2-5"
    TEAM = "6-10"
    GROUP = "11-25"
    MANY = "26-50"
    HUNDRED = "51-100"
    MORE = "100+"


class OrganizationApplication(Application):
    """One application, with the description that the organization will have."""

    __tablename__ = "organization_applications"
    __table_args__ = (
        CheckConstraint("link_url ~* '^https?://'", name="valid_link_url"),
        Index("ix_organization_applications_submitted", "submitted", "id"),
    )

    normalized_name: Mapped[str] = mapped_column(index=True)
    display_name: Mapped[str]
    orgtype: Mapped[OrganizationType] = mapped_column(
        stored_by_value(OrganizationType, "organizationtype")
    )
    link_url: Mapped[str]
    description: Mapped[str] = mapped_column(server_default="")
    membership_size: Mapped[MembershipSize] = mapped_column(
        stored_by_value(MembershipSize, "organizationmembershipsize"),
        server_default=text("''"),
    )
    usage: Mapped[str] = mapped_column(server_default="")
    submitted_by_id: Mapped[UUID] = mapped_column(
        ForeignKey("users.id", ondelete="CASCADE"), index=True
    )
    organization_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("organizations.id", ondelete="CASCADE"), index=True
    )

    submitted_by: Mapped[User] = relationship("User")
    organization: Mapped[Organization | None] = relationship("Organization")
    messages: Mapped[list["ApplicationMessage"]] = relationship(
        "ApplicationMessage", order_by="ApplicationMessage.created", passive_deletes=True
    )


class ApplicationMessage(Message):
    """One message about an application."""

    __tablename__ = "organization_application_messages"
    __table_args__ = (
        Index(
            "ix_organization_application_messages_application_id",
            *("application_id", "created"),
        ),
    )

    application_id: Mapped[UUID] = mapped_column(
        ForeignKey(
            "organization_applications.id",
            ondelete="CASCADE",
            name="fk_organization_application_messages_application_id_4ad7",
        )
    )
