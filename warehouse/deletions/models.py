"""`deletions` and `deleted_rows`: what was deleted, and its rows as they were."""

import enum
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import UUID as UUIDType
from sqlalchemy import BigInteger, ForeignKey, Identity, Index
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import Mapped, mapped_column

from warehouse.db import Base, Model, Moment, stored_by_value


class DeletionKind(enum.StrEnum):
    """The kind of thing that was deleted."""

    PROJECT = "project"
    RELEASE = "release"
    FILE = "file"


class Deletion(Model):
    """Something that was deleted, and can be restored until a time.

    `owner_ids` are its owners of that day. `by_owner` is false if somebody else deleted
    it: then staff alone restore it.
    """

    __tablename__ = "deletions"
    __table_args__ = (
        Index("ix_deletions_created", "created", "id"),
        Index("ix_deletions_owner_ids", "owner_ids", postgresql_using="gin"),
    )

    created: Mapped[Moment]
    kept_until: Mapped[datetime] = mapped_column(index=True)
    kind: Mapped[DeletionKind] = mapped_column(
        stored_by_value(DeletionKind, "deletionkind")
    )
    row_id: Mapped[UUID]
    project_id: Mapped[UUID] = mapped_column(index=True)
    project_name: Mapped[str]
    version: Mapped[str | None]
    filename: Mapped[str | None]
    deleted_by: Mapped[str | None]
    by_owner: Mapped[bool]
    owner_ids: Mapped[list[UUID]] = mapped_column(ARRAY(UUIDType))
    releases: Mapped[int]
    files: Mapped[int]

    @property
    def title(self) -> str:
        """Return what it is called: a filename, a project and version, or a project."""
        if self.kind is DeletionKind.FILE:
            return self.filename or ""
        if self.kind is DeletionKind.RELEASE:
            return f"{self.project_name} {self.version}"
        return self.project_name


class DeletedRow(Base):
    """One row as it was; rows of a lower `place` are needed by those of higher ones."""

    __tablename__ = "deleted_rows"
    __table_args__ = (Index("ix_deleted_rows_deletion_id", "deletion_id", "place"),)

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    deletion_id: Mapped[UUID] = mapped_column(
        ForeignKey("deletions.id", ondelete="CASCADE")
    )
    place: Mapped[int]
    table_name: Mapped[str]
    content: Mapped[dict[str, Any]] = mapped_column(JSONB)
