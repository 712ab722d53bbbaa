"""`organization_applications`: people ask for an organization, and staff answer."""

import enum
from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from warehouse.accounts.models import User
from warehouse.db import Model, Moment, stored_by_value
from warehouse.organizations.models.organization import Organization, OrganizationType


class ApplicationStatus(enum.StrEnum):
    """How far an application is."""

    SUBMITTED = "submitted"
    MORE_INFORMATION_NEEDED = "moreinformationneeded"
    """Staff have asked something, and it is not answered yet."""
    DEFERRED = "deferred"
    DECLINED = "declined"
    APPROVED = "approved"

    @property
    def is_open(self) -> bool:
        """Return whether it can be decided still."""
        return self not in {ApplicationStatus.DECLINED, ApplicationStatus.APPROVED}


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


class OrganizationApplication(Model):
    """One application, with the description that the organization will have."""

    __tablename__ = "organization_applications"
    __table_args__ = (
        CheckConstraint("link_url ~* '^https?://'", name="valid_link_url"),
        Index("ix_organization_applications_submitted", "submitted", "id"),
    )

    name: Mapped[str]
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
    status: Mapped[ApplicationStatus] = mapped_column(
        stored_by_value(ApplicationStatus, "organizationapplicationstatus"),
        server_default=ApplicationStatus.SUBMITTED.value,
    )
    submitted: Mapped[Moment]
    updated: Mapped[datetime] = mapped_column(
        server_default=text("(now() AT TIME ZONE 'utc')")
    )
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


class MessageKind(enum.StrEnum):
    """What a message of an application is."""

    REQUEST = "request"
    """A question of staff."""
    RESPONSE = "response"
    NOTE = "note"
    """Something that staff say among themselves."""


class ApplicationMessage(Model):
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
    kind: Mapped[MessageKind] = mapped_column(
        stored_by_value(MessageKind, "applicationmessagekind")
    )
    created: Mapped[Moment]
    author_name: Mapped[str]
    text: Mapped[str]
