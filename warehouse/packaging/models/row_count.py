"""`row_counts` and `monthly_counts`: figures that take long, counted now and then."""

from datetime import date

from sqlalchemy import BigInteger
from sqlalchemy.orm import Mapped, mapped_column

from warehouse.db import Base, Model


class RowCount(Model):
    """The number of rows that a table held when last counted."""

    __tablename__ = "row_counts"

    table_name: Mapped[str] = mapped_column(unique=True)
    count: Mapped[int] = mapped_column(BigInteger)


class MonthlyCount(Base):
    """The number of today's projects and releases that were created in one month."""

    __tablename__ = "monthly_counts"

    month: Mapped[date] = mapped_column(primary_key=True)
    projects: Mapped[int] = mapped_column(BigInteger)
    releases: Mapped[int] = mapped_column(BigInteger)
