"""`index_views` and `index_view_versions`: named views, and every rule of each.

`index_view_pins` are the files of upstreams that they keep.
"""

from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from warehouse.db import Base, Model, Moment
from warehouse.upstreams.models import UpstreamFile


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


class IndexViewPin(Base):
    """A file of an upstream that stays here, because it was fetched through a view."""

    __tablename__ = "index_view_pins"

    view_id: Mapped[UUID] = mapped_column(
        ForeignKey("index_views.id", ondelete="CASCADE"), primary_key=True
    )
    file_id: Mapped[int] = mapped_column(
        BigInteger,
        ForeignKey(UpstreamFile.id, ondelete="CASCADE"),
        primary_key=True,
        index=True,
    )
    has_file: Mapped[bool]
    """Whether it was the file, and not the core metadata beside it alone."""
    created: Mapped[Moment]


class IndexViewPinRefusal(Base):
    """That a view could not pin a file, for want of room; one row for each view."""

    __tablename__ = "index_view_pin_refusals"

    view_id: Mapped[UUID] = mapped_column(
        ForeignKey("index_views.id", ondelete="CASCADE"), primary_key=True
    )
    filename: Mapped[str]
    size: Mapped[int] = mapped_column(BigInteger)
    since: Mapped[Moment]
