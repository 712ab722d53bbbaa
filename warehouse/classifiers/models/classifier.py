"""`trove_classifiers`: ids are public since the first PyPI, so they stay integers."""

from sqlalchemy import CheckConstraint
from sqlalchemy.orm import Mapped, mapped_column

from warehouse.db import Base


class Classifier(Base):
    """One trove classifier; `ordering` is its place in the published list."""

    __tablename__ = "trove_classifiers"
    __table_args__ = (
        CheckConstraint(r"classifier NOT ILIKE 'private ::%'", name="not_private"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    classifier: Mapped[str] = mapped_column(unique=True)
    ordering: Mapped[int | None]
