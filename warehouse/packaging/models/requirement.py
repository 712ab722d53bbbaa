"""`project_requirements`: which projects need which others to be installed."""

from uuid import UUID

from sqlalchemy import ForeignKey, Text, false
from sqlalchemy.orm import Mapped, mapped_column

from warehouse.db import Base


class ProjectRequirement(Base):
    """A requirement of a project's best release; `name` is the project it names.

    Both names are normalised. The one that is required need not exist here.
    """

    __tablename__ = "project_requirements"

    name: Mapped[str] = mapped_column(Text(collation="C"), primary_key=True)
    dependent: Mapped[str] = mapped_column(Text(collation="C"), primary_key=True)
    project_id: Mapped[UUID] = mapped_column(
        ForeignKey("projects.id", ondelete="CASCADE"), index=True
    )
    is_optional: Mapped[bool] = mapped_column(server_default=false())
    """Whether it is required only together with an extra (PEP 508)."""
