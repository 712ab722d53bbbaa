"""`row_counts`: how many rows the large tables hold, counted now and then."""

from sqlalchemy import BigInteger
from sqlalchemy.orm import Mapped, mapped_column

from warehouse.db import Model


class RowCount(Model):
    """The number of rows that a table held when last counted."""

    __tablename__ = "row_counts"

    table_name: Mapped[str] = mapped_column(unique=True)
    count: Mapped[int] = mapped_column(BigInteger)
