"""`project_requirements`: which projects need which others to be installed."""

from uuid import UUID

from sqlalchemy import ForeignKey, Index, SmallInteger, Text, desc, false, text
from sqlalchemy.orm import Mapped, mapped_column

from warehouse.db import Base


class ProjectRequirement(Base):
    """A requirement of a project's best release; `name` is the project it names.

    Both names are normalised. The one that is required need not exist here.
    """

    __tablename__ = "project_requirements"
    __table_args__ = (
        Index(
            "ix_project_requirements_name_weight",
            *("name", desc("weight"), "dependent"),
            postgresql_include=["is_optional", "is_pinned"],
        ),
    )

    name: Mapped[str] = mapped_column(Text(collation="C"), primary_key=True)
    dependent: Mapped[str] = mapped_column(Text(collation="C"), primary_key=True)
    project_id: Mapped[UUID] = mapped_column(
        ForeignKey("projects.id", ondelete="CASCADE"), index=True
    )
    is_optional: Mapped[bool] = mapped_column(server_default=false())
    """Whether it is required only together with an extra (PEP 508)."""
    is_pinned: Mapped[bool] = mapped_column(server_default=false())
    """Whether it takes one version only, wherever it is required."""
    weight: Mapped[int] = mapped_column(SmallInteger, server_default=text("0"))
    """How many require the dependent itself, as a power of two, which changes seldom."""
