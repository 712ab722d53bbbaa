"""The column type of authors' texts, which reads UNKNOWN and its like as nothing."""

from typing import Annotated

from sqlalchemy import Dialect, Text
from sqlalchemy.orm import mapped_column
from sqlalchemy.types import TypeDecorator

from warehouse.packaging.unsaid import is_unsaid


class SaidText(TypeDecorator[str]):
    """Text of an author; UNKNOWN and its like are read as None.

    Rows of many years have it, and nobody who reads them should have to know.
    """

    impl = Text
    cache_ok = True

    def process_result_value(self, value: str | None, dialect: Dialect) -> str | None:
        """Return None for a text that says nothing."""
        return None if value is None or is_unsaid(value) else value


class Written(SaidText):
    """The same type, where an unset value is read as an empty text."""

    cache_ok = True

    def process_result_value(self, value: str | None, dialect: Dialect) -> str:
        """Return an empty text for one that says nothing."""
        return super().process_result_value(value, dialect) or ""


Said = Annotated[str | None, mapped_column(SaidText)]
