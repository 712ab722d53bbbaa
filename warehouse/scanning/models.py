"""`yara_rules` and `file_matches`: what uploaded archives are looked through for."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, UniqueConstraint, true
from sqlalchemy.orm import Mapped, mapped_column, relationship

from warehouse.db import Model, Moment
from warehouse.packaging.models import File


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
