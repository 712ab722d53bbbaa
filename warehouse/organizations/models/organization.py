"""`organizations`, the projects that belong to them, and activations by hand."""

import enum
from datetime import date
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    TEXT,
    BigInteger,
    CheckConstraint,
    FetchedValue,
    ForeignKey,
    false,
)
from sqlalchemy.orm import Mapped, mapped_column

from warehouse.accounts.models.user import USERNAME_IS_SHORT, USERNAME_IS_VALID
from warehouse.db import Base, Model, Now, stored_by_value


class OrganizationType(enum.StrEnum):
    """The kind that an organization says it is; nothing depends on it."""

    COMMUNITY = "Community"
    COMPANY = "Company"


class ProjectMakers(enum.StrEnum):
    """The members who may add projects to an organization."""

    OWNERS = "owners"
    MANAGERS = "managers"
    """Owners and managers."""
    MEMBERS = "members"
    """Everybody but managers of bills."""


class Organization(Model):
    """A group of people that owns projects; a trigger keeps `normalized_name`."""

    __tablename__ = "organizations"
    __table_args__ = (
        CheckConstraint(USERNAME_IS_SHORT.format("name"), name="name_length"),
        CheckConstraint(USERNAME_IS_VALID.format("name"), name="valid_name"),
        CheckConstraint("link_url ~* '^https?://'", name="valid_link_url"),
        CheckConstraint("longest_token_days > 0", name="token_days"),
        CheckConstraint("sign_on_hours > 0", name="sign_on_hours"),
    )

    name: Mapped[str]
    normalized_name: Mapped[str] = mapped_column(
        server_default=FetchedValue(), server_onupdate=FetchedValue(), unique=True
    )
    display_name: Mapped[str]
    orgtype: Mapped[OrganizationType] = mapped_column(
        stored_by_value(OrganizationType, "organizationtype")
    )
    link_url: Mapped[str]
    description: Mapped[str] = mapped_column(server_default="")
    is_active: Mapped[bool] = mapped_column(server_default=false())
    created: Mapped[Now]
    upload_limit: Mapped[int | None]
    total_size_limit: Mapped[int | None] = mapped_column(BigInteger)
    requires_second_factor: Mapped[bool] = mapped_column(server_default=false())
    requires_passkey: Mapped[bool] = mapped_column(server_default=false())
    only_trusted_publishing: Mapped[bool] = mapped_column(server_default=false())
    new_projects_are_private: Mapped[bool] = mapped_column(server_default=false())
    longest_token_days: Mapped[int | None]
    project_makers: Mapped[ProjectMakers] = mapped_column(
        stored_by_value(ProjectMakers, "organizationprojectmakers"),
        server_default=ProjectMakers.MANAGERS.value,
    )
    invited_domains: Mapped[list[str]] = mapped_column(ARRAY(TEXT), server_default="{}")
    """The domains of the addresses that may be invited; none means all."""

    sign_on_hours: Mapped[int | None]
    """For how long a sign-in by its identity provider is enough; None asks for none."""

    @property
    def is_in_good_standing(self) -> bool:
        """Return whether it may be given projects; here every active one may."""
        return self.is_active


class ManualActivation(Base):
    """The activation of an organization by staff, until a day."""

    __tablename__ = "organization_manual_activations"

    organization_id: Mapped[UUID] = mapped_column(
        ForeignKey("organizations.id", ondelete="CASCADE"), primary_key=True
    )
    seat_limit: Mapped[int]
    expires: Mapped[date]
    created: Mapped[Now]
    created_by_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"), index=True)
