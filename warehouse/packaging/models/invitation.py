"""`role_invitations`: people who were asked to work on a project."""

import enum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from warehouse.accounts.models import User
from warehouse.db import Model, Moment, stored_by_value
from warehouse.packaging.models.project import Project


class InvitationStatus(enum.StrEnum):
    """Whether an invitation can be answered still."""

    PENDING = "pending"
    EXPIRED = "expired"


class RoleInvitation(Model):
    """One person's invitation to one project; `token` is that of its newest link."""

    __tablename__ = "role_invitations"
    __table_args__ = (
        UniqueConstraint("user_id", "project_id"),
        CheckConstraint("role_name IN ('Owner', 'Maintainer')", name="role_name"),
        Index(
            "ix_role_invitations_pending",
            "created",
            postgresql_where=text("invite_status = 'pending'"),
        ),
    )

    created: Mapped[Moment]
    invite_status: Mapped[InvitationStatus] = mapped_column(
        stored_by_value(InvitationStatus, "roleinvitationstatus"),
        server_default=InvitationStatus.PENDING.value,
    )
    token: Mapped[str]
    role_name: Mapped[str]
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    project_id: Mapped[UUID] = mapped_column(
        ForeignKey("projects.id", ondelete="CASCADE"), index=True
    )

    user: Mapped[User] = relationship("User")
    project: Mapped[Project] = relationship("Project")
