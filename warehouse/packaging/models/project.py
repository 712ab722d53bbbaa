"""`projects` and the `roles` that people have in them."""

from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    FetchedValue,
    ForeignKey,
    Index,
    Text,
    UniqueConstraint,
    desc,
    false,
    literal_column,
    nulls_last,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column, relationship

from warehouse.accounts.models import User
from warehouse.db import Base, Model
from warehouse.packaging.models.lifecycle import (
    LifecycleStatus,
    Listable,
    is_archived,
    is_in_quarantine,
    status_marker,
)

if TYPE_CHECKING:
    from warehouse.packaging.models.release import Release

NAME_IS_VALID = "name ~* '^([A-Z0-9]|[A-Z0-9][A-Z0-9._-]*[A-Z0-9])$'"


class Project(Listable, Model):
    """A name, and everything published under it.

    Triggers keep `normalized_name`, `sitemap_bucket`, `last_serial` and `total_size`.
    """

    __tablename__ = "projects"
    __table_args__ = (
        CheckConstraint(NAME_IS_VALID, name="valid_name"),
        CheckConstraint("upload_limit <= 1073741824", name="upload_limit"),
        Index("ix_projects_created", nulls_last(desc("created"))),
        Index(
            "ix_projects_created_known",
            literal_column(
                "COALESCE(created, '1970-01-01 00:00:00'::timestamp without time zone)"
            ),
            "id",
        ),
        Index("ix_projects_total_size", "total_size", "id"),
        Index("ix_projects_last_serial", "last_serial", "id"),
        Index("ix_projects_ultranormalized_name", text("ultranormalize_name(name)")),
        Index("ix_projects_private", "id", postgresql_where=text("is_private")),
    )

    name: Mapped[str]
    normalized_name: Mapped[str] = mapped_column(
        Text(collation="C"),
        server_default=FetchedValue(),
        server_onupdate=FetchedValue(),
        unique=True,
    )
    created: Mapped[datetime | None] = mapped_column(
        server_default=text("(now() AT TIME ZONE 'utc')")
    )
    has_docs: Mapped[bool | None]
    upload_limit: Mapped[int | None]
    total_size_limit: Mapped[int | None] = mapped_column(BigInteger)
    last_serial: Mapped[int] = mapped_column(server_default=text("0"))
    total_size: Mapped[int] = mapped_column(BigInteger, server_default=text("0"))
    successor: Mapped[str | None]
    only_trusted_publishing: Mapped[bool] = mapped_column(server_default=false())
    requires_attestations: Mapped[bool] = mapped_column(server_default=false())
    requires_second_factor: Mapped[bool] = mapped_column(server_default=false())
    merges_upstream: Mapped[bool] = mapped_column(server_default=false())
    """Whether the files that another index has under this name stand beside its own."""
    presentation: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    sitemap_bucket: Mapped[str] = mapped_column(
        server_default=FetchedValue(), server_onupdate=FetchedValue(), index=True
    )

    releases: Mapped[list["Release"]] = relationship(
        "Release",
        back_populates="project",
        cascade="all, delete-orphan",
        passive_deletes=True,
        order_by="Release.ordering.desc().nulls_last()",
    )
    roles: Mapped[list["Role"]] = relationship(
        back_populates="project", cascade="all, delete-orphan", passive_deletes=True
    )
    users: Mapped[list[User]] = relationship(
        "User", secondary="roles", viewonly=True, order_by="User.username"
    )

    @property
    def is_quarantined(self) -> bool:
        """Return whether staff took the project from view."""
        return is_in_quarantine(self)

    @property
    def is_archived(self) -> bool:
        """Return whether its owners expect no further releases."""
        return is_archived(self.lifecycle_status)

    @property
    def is_deprecated(self) -> bool:
        """Return whether its owners advise against it, perhaps naming a `successor`."""
        return self.lifecycle_status is LifecycleStatus.DEPRECATED

    @property
    def accepts_uploads(self) -> bool:
        """Return whether its status allows new files."""
        return not self.is_quarantined and not self.is_archived

    @property
    def status(self) -> str:
        """Return the project status marker of PEP 792."""
        return status_marker(self.lifecycle_status)


class FormerProjectName(Base):
    """A name that a project had which is deleted; a trigger writes it."""

    __tablename__ = "former_project_names"

    normalized_name: Mapped[str] = mapped_column(primary_key=True)


class Role(Model):
    """The role of one person in one project: `Owner` or `Maintainer`."""

    __tablename__ = "roles"
    __table_args__ = (
        UniqueConstraint("user_id", "project_id"),
        CheckConstraint("role_name IN ('Owner', 'Maintainer')", name="role_name"),
    )

    role_name: Mapped[str]
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    project_id: Mapped[UUID] = mapped_column(
        ForeignKey("projects.id", ondelete="CASCADE"), index=True
    )

    user: Mapped[User] = relationship("User")
    project: Mapped["Project"] = relationship(back_populates="roles")
