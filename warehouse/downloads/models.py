"""How often files were sent, by day and month, and which projects are popular by it."""

import enum
from datetime import date
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from warehouse.db import Base, Moment, stored_by_value


class Facet(enum.StrEnum):
    """What downloads are told apart by; all but the audience are of installers alone."""

    AUDIENCE = "audience"
    VERSION = "version"
    FILE = "file"
    PYTHON = "python"
    INSTALLER = "installer"
    SYSTEM = "system"


class _Count:
    """The downloads of one project that have one value of a facet.

    No foreign key: a project that is deleted and restored has its downloads again.
    """

    project_id: Mapped[UUID] = mapped_column(primary_key=True)
    facet: Mapped[Facet] = mapped_column(
        stored_by_value(Facet, "downloadfacet"), primary_key=True
    )


class DownloadDay(_Count, Base):
    """The downloads of one day."""

    __tablename__ = "download_days"

    day: Mapped[date] = mapped_column(primary_key=True, index=True)
    value: Mapped[str] = mapped_column(primary_key=True)
    count: Mapped[int] = mapped_column(BigInteger)


class DownloadMonth(_Count, Base):
    """The downloads of one month, whose days are not kept any more."""

    __tablename__ = "download_months"

    month: Mapped[date] = mapped_column(primary_key=True)
    value: Mapped[str] = mapped_column(primary_key=True)
    count: Mapped[int] = mapped_column(BigInteger)


class PopularProject(Base):
    """A place in a list of popular projects, with what was counted of what."""

    __tablename__ = "popular_projects"

    kind: Mapped[str] = mapped_column(primary_key=True)
    place: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[UUID] = mapped_column(
        ForeignKey("projects.id", ondelete="CASCADE"), index=True
    )
    measure: Mapped[str]
    count: Mapped[int] = mapped_column(BigInteger)


class DownloadBatch(Base):
    """A batch of log lines that was counted, and is not counted again."""

    __tablename__ = "download_batches"

    id: Mapped[str] = mapped_column(primary_key=True)
    created: Mapped[Moment] = mapped_column(index=True)
