"""What authors said, read without what only says that nothing was said."""

from typing import Annotated

from sqlalchemy import Dialect, Text
from sqlalchemy.orm import mapped_column
from sqlalchemy.types import TypeDecorator

from warehouse.packaging.unsaid import is_unsaid


class SaidText(TypeDecorator[str]):
    """Text of an author; what only says that nothing was said is read as nothing.

    Rows of many years have it, and nobody who reads them should have to know.
    """

    impl = Text
    cache_ok = True

    def process_result_value(self, value: str | None, dialect: Dialect) -> str | None:
        """None for what says nothing."""
        return None if value is None or is_unsaid(value) else value


class Written(SaidText):
    """The same where nothing is an empty text."""

    cache_ok = True

    def process_result_value(self, value: str | None, dialect: Dialect) -> str:
        """An empty text for what says nothing."""
        return super().process_result_value(value, dialect) or ""


Said = Annotated[str | None, mapped_column(SaidText)]
