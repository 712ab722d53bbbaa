"""The table of searches that staff saved."""

from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from warehouse.db import Model, Moment


class SavedSearch(Model):
    """A link of one member of staff to a list: its name, and the query of the address."""

    __tablename__ = "saved_searches"
    __table_args__ = (UniqueConstraint("user_id", "listing", "name"),)

    created: Mapped[Moment]
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    listing: Mapped[str]
    name: Mapped[str]
    query: Mapped[str]
