"""`prohibited_project_names`: names that no project may take."""

from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from warehouse.db import Model, Now
from warehouse.packaging.models.project import NAME_IS_VALID


class ProhibitedProjectName(Model):
    """A name kept from use; a trigger writes it in normalised form."""

    __tablename__ = "prohibited_project_names"
    __table_args__ = (CheckConstraint(NAME_IS_VALID, name="valid_name"),)

    name: Mapped[str] = mapped_column(unique=True)
    created: Mapped[Now]
    comment: Mapped[str] = mapped_column(server_default="")
    observation_kind: Mapped[str | None]
    prohibited_by_id: Mapped[UUID | None] = mapped_column(
        "prohibited_by", ForeignKey("users.id", ondelete="SET NULL"), index=True
    )
