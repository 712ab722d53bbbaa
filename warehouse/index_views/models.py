"""`index_views` and `index_view_versions`: named views, and every rule of each."""

from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from warehouse.db import Model, Moment


class IndexView(Model):
    """A name under which a part of the index is seen; `version` is that of its rule."""

    __tablename__ = "index_views"
    __table_args__ = (CheckConstraint("version > 0", name="version"),)

    name: Mapped[str] = mapped_column(Text(collation="C"), unique=True)
    version: Mapped[int]


class IndexViewVersion(Model):
    """A rule as it was written, since when it holds, and who wanted it why.

    Rows are never changed: a view as it was then is read by the rule of then.
    """

    __tablename__ = "index_view_versions"
    __table_args__ = (UniqueConstraint("view_id", "number"),)

    view_id: Mapped[UUID] = mapped_column(ForeignKey("index_views.id", ondelete="CASCADE"))
    number: Mapped[int]
    document: Mapped[str]
    created: Mapped[Moment]
    created_by: Mapped[str]
    reason: Mapped[str]

    view: Mapped[IndexView] = relationship(IndexView)
