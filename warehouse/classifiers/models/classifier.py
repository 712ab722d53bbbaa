"""`trove_classifiers`: ids are public since the first PyPI, so they stay integers."""

from sqlalchemy import CheckConstraint, false, text
from sqlalchemy.dialects.postgresql import ARRAY, TEXT
from sqlalchemy.orm import Mapped, mapped_column

from warehouse.db import Base


class Classifier(Base):
    """One trove classifier; `ordering` is its place in the published list.

    One that is deprecated is refused in uploads, with those that stand for it.
    """

    __tablename__ = "trove_classifiers"
    __table_args__ = (
        CheckConstraint(r"classifier NOT ILIKE 'private ::%'", name="not_private"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    classifier: Mapped[str] = mapped_column(unique=True)
    ordering: Mapped[int | None]
    is_own: Mapped[bool] = mapped_column(server_default=false())
    """Whether staff of this index added it, so that uploads may have it."""

    deprecated: Mapped[bool] = mapped_column(server_default=false())
    deprecated_for: Mapped[list[str]] = mapped_column(
        ARRAY(TEXT), server_default=text("'{}'")
    )
