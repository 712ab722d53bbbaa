"""What is looked for in files and names, and what was found.

`yara_rules`, `file_matches`, `name_matches`, `file_inspections`, `project_digests`.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, LargeBinary, UniqueConstraint, true
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column, relationship

from warehouse.db import Base, Model, Moment
from warehouse.packaging.models import File, Project


class YaraRules(Model):
    """A named text with one or several YARA rules."""

    __tablename__ = "yara_rules"

    name: Mapped[str] = mapped_column(unique=True)
    source: Mapped[str]
    is_enabled: Mapped[bool] = mapped_column(server_default=true())
    created: Mapped[Moment]
    changed: Mapped[Moment]


class FileMatch(Model):
    """A rule that a member of a file matched; somebody may have looked at it since."""

    __tablename__ = "file_matches"
    __table_args__ = (
        UniqueConstraint("file_id", "rule", "member"),
        Index("ix_file_matches_created", "created", "id"),
    )

    file_id: Mapped[UUID] = mapped_column(
        ForeignKey("release_files.id", ondelete="CASCADE")
    )
    rule: Mapped[str]
    member: Mapped[str]
    created: Mapped[Moment]
    dismissed: Mapped[datetime | None]
    dismissed_by: Mapped[str | None]

    file: Mapped[File] = relationship("File")


class NameMatch(Model):
    """A project whose name resembles that of another one, which many depend on."""

    __tablename__ = "name_matches"
    __table_args__ = (
        UniqueConstraint("project_id", "resembles"),
        Index("ix_name_matches_created", "created", "id"),
    )

    project_id: Mapped[UUID] = mapped_column(ForeignKey("projects.id", ondelete="CASCADE"))
    resembles: Mapped[str] = mapped_column(index=True)
    reason: Mapped[str]
    created: Mapped[Moment]
    dismissed: Mapped[datetime | None]
    dismissed_by: Mapped[str | None]

    project: Mapped[Project] = relationship("Project")


class FileInspection(Model):
    """What stands out in a file: an `Assessment` as JSON."""

    __tablename__ = "file_inspections"

    file_id: Mapped[UUID] = mapped_column(
        ForeignKey("release_files.id", ondelete="CASCADE"), unique=True
    )
    created: Mapped[Moment]
    assessment: Mapped[dict[str, Any]] = mapped_column(JSONB)


class ProjectDigest(Base):
    """The short digest of a module of a project: projects alike have some in common."""

    __tablename__ = "project_digests"

    project_id: Mapped[UUID] = mapped_column(
        ForeignKey("projects.id", ondelete="CASCADE"), primary_key=True
    )
    digest: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True, index=True)
