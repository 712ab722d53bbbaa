"""`yara_rules`, `file_matches`, `name_matches`: what is looked for, and what was found."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, UniqueConstraint, true
from sqlalchemy.orm import Mapped, mapped_column, relationship

from warehouse.db import Model, Moment
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
    resembles: Mapped[str]
    reason: Mapped[str]
    created: Mapped[Moment]
    dismissed: Mapped[datetime | None]
    dismissed_by: Mapped[str | None]

    project: Mapped[Project] = relationship("Project")
