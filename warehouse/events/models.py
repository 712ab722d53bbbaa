"""`ip_addresses`, events for each kind of thing that has a history, and what staff did.

The kernel knows no domains, so owners appear here as the names of their tables only.
File events belong to the project: a file's own history would be deleted with it.
"""

import enum
from datetime import datetime
from ipaddress import IPv4Address, IPv6Address
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, false, text
from sqlalchemy.dialects.postgresql import ARRAY, INET, JSONB
from sqlalchemy.dialects.postgresql import UUID as PG_UUID
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship
from sqlalchemy.schema import SchemaItem

from warehouse.db import Model, Moment, Now, stored_by_value


class BanReason(enum.StrEnum):
    """Why an address is banned."""

    AUTHENTICATION_ATTEMPTS = "authentication-attempts"
    ADMINISTRATIVE = "administrative"


class IPAddress(Model):
    """An address that something was done from."""

    __tablename__ = "ip_addresses"
    __table_args__ = (
        CheckConstraint(
            "is_banned = (ban_reason IS NOT NULL) AND is_banned = (ban_date IS NOT NULL)",
            name="bans_are_explained",
        ),
        Index("ix_ip_addresses_host", text("host(ip_address)"), "id"),
        Index("ix_ip_addresses_banned", "ip_address", postgresql_where=text("is_banned")),
    )

    ip_address: Mapped[IPv4Address | IPv6Address] = mapped_column(INET, unique=True)
    is_banned: Mapped[bool] = mapped_column(server_default=false())
    ban_reason: Mapped[BanReason | None] = mapped_column(
        stored_by_value(BanReason, "banreason")
    )
    ban_date: Mapped[datetime | None]


class Event(Model):
    """Something that happened to one owner; `tag` says what, `additional` the rest."""

    __abstract__ = True
    __owner__: str

    tag: Mapped[str]
    time: Mapped[Moment]
    additional: Mapped[dict[str, Any] | None] = mapped_column(JSONB)

    @declared_attr
    def source_id(cls) -> Mapped[UUID]:
        """Return the owner's id."""
        return mapped_column(
            ForeignKey(
                f"{cls.__owner__}.id",
                ondelete="CASCADE",
                deferrable=True,
                initially="DEFERRED",
            )
        )

    @declared_attr
    def ip_address_id(cls) -> Mapped[UUID | None]:
        """Return the id of the client's address, if it is known."""
        return mapped_column(ForeignKey("ip_addresses.id", ondelete="SET NULL"), index=True)

    @declared_attr
    def ip_address(cls) -> Mapped[IPAddress | None]:
        """Return the client's address, if it is known."""
        return relationship("IPAddress")

    @declared_attr.directive
    def __table_args__(cls) -> tuple[SchemaItem, ...]:
        return (
            Index(f"ix_{cls.__tablename__}_source_id_time", "source_id", text("time DESC")),
            Index(f"ix_{cls.__tablename__}_time", "time", "id"),
            Index(f"ix_{cls.__tablename__}_tag_time", "tag", "time", "id"),
        )


class UserEvent(Event):
    """Something that happened to an account."""

    __tablename__ = "user_events"
    __owner__ = "users"


class OrganizationEvent(Event):
    """Something that happened to an organization."""

    __tablename__ = "organization_events"
    __owner__ = "organizations"


class TeamEvent(Event):
    """Something that happened to a team of an organization."""

    __tablename__ = "team_events"
    __owner__ = "teams"


class ProjectEvent(Event):
    """Something that happened to a project, one of its releases or files."""

    __tablename__ = "project_events"
    __owner__ = "projects"


SYSTEM = "system"
"""The name of who acts where no person does."""


class StaffAction(Model):
    """One action: who did what to what, why, from where, and the state before and after.

    It refers to nothing by a foreign key, since it is to outlive all it is about. A trigger
    refuses to change or delete rows.
    """

    __tablename__ = "staff_actions"
    __table_args__ = (
        Index("ix_staff_actions_created", text("created DESC")),
        Index("ix_staff_actions_subject", "subject_kind", "subject_id"),
        Index("ix_staff_actions_actor_id", "actor_id"),
        Index("ix_staff_actions_project_id_created", "project_id", text("created DESC")),
        Index("ix_staff_actions_owner_ids", "owner_ids", postgresql_using="gin"),
        Index(
            "ix_staff_actions_published",
            text("created DESC"),
            text("id DESC"),
            postgresql_where=text("log_entry IS NOT NULL"),
        ),
    )

    created: Mapped[Moment]
    action: Mapped[str]
    actor_id: Mapped[UUID | None]
    actor_name: Mapped[str]
    subject_kind: Mapped[str]
    subject_id: Mapped[str]
    subject_name: Mapped[str]
    reason: Mapped[str]
    ip_address: Mapped[IPv4Address | IPv6Address | None] = mapped_column(INET)
    client: Mapped[str | None]
    before: Mapped[dict[str, Any]] = mapped_column(JSONB)
    after: Mapped[dict[str, Any]] = mapped_column(JSONB)
    batch_id: Mapped[UUID | None]
    begun: Mapped[Now]
    """When its transaction began: events of the project since then are its effects."""

    project_id: Mapped[UUID | None]
    """The project whose owners see it, if it is about one."""

    owner_ids: Mapped[list[UUID]] = mapped_column(
        ARRAY(PG_UUID(as_uuid=True)), server_default=text("'{}'")
    )
    """Who owned the project when it was done."""

    notice: Mapped[str] = mapped_column(server_default="")
    """What the owners read."""

    cause: Mapped[str] = mapped_column(server_default="")
    can_be_appealed: Mapped[bool] = mapped_column(server_default=false())
    log_entry: Mapped[str | None]
    """What the public log says that it was, if it is in there."""

    is_private: Mapped[bool] = mapped_column(server_default=false())
    """Whether it is kept out of the public log, because its project was private."""


class ApprovalStatus(enum.StrEnum):
    """What became of an action that waits for another member of staff."""

    WAITING = "waiting"
    APPROVED = "approved"
    DECLINED = "declined"


class StaffApproval(Model):
    """An action that one member of staff asked for, and another one decides on.

    `place` is what its URL names, `form` what was filled in.
    """

    __tablename__ = "staff_approvals"
    __table_args__ = (Index("ix_staff_approvals_created", "created", "id"),)

    created: Mapped[Moment]
    action: Mapped[str]
    place: Mapped[dict[str, Any]] = mapped_column(JSONB)
    form: Mapped[dict[str, Any]] = mapped_column(JSONB)
    subject_name: Mapped[str]
    reason: Mapped[str]
    asked_by_id: Mapped[UUID]
    asked_by: Mapped[str]
    status: Mapped[ApprovalStatus] = mapped_column(
        stored_by_value(ApprovalStatus, "approvalstatus"),
        server_default=ApprovalStatus.WAITING.value,
    )
    decided_by: Mapped[str | None]
    decided: Mapped[datetime | None]
