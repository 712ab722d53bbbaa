"""`retention_rules`: which pre-releases the owners of a project have deleted."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from warehouse.db import Base, Moment
from warehouse.packaging.models import Project


class RetentionRule(Base):
    """The rule of one project; a part that is None deletes nothing."""

    __tablename__ = "retention_rules"

    project_id: Mapped[UUID] = mapped_column(
        ForeignKey("projects.id", ondelete="CASCADE"), primary_key=True
    )
    created: Mapped[Moment]
    keep_prereleases: Mapped[int | None]
    keep_dev_days: Mapped[int | None]
    last_run: Mapped[datetime | None]
    last_deleted: Mapped[int] = mapped_column(server_default="0")

    project: Mapped[Project] = relationship()
