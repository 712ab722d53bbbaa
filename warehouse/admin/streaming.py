"""Exports that are written while they are read, by a database session of their own."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Select
from sqlalchemy.orm import Session

from warehouse.db import SessionFactory
from warehouse.listings import Column
from warehouse.listings.export import Writer

_AT_ONCE = 500
"""Rows that are in memory at once."""


class ListingBody:
    """The body of an export; the server closes it, also when the client goes away."""

    def __init__(
        self,
        sessions: SessionFactory,
        statement: Select[Any],
        *,
        columns: tuple[Column, ...],
        writer: Writer,
    ) -> None:
        self.session: Session = sessions.make()
        self.statement, self.columns, self.writer = statement, columns, writer

    def __iter__(self) -> Iterator[bytes]:
        """Yield the export piece by piece."""
        reading = self.statement.execution_options(yield_per=_AT_ONCE)
        yield from self.writer(self.columns, self.session.execute(reading).mappings())

    def close(self) -> None:
        """Give the connection back."""
        self.session.close()
