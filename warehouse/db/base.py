"""What every table shares: naming convention, keys, and the types of columns."""

import enum
from datetime import UTC, datetime
from typing import Annotated, Any
from uuid import UUID

from sqlalchemy import DateTime, Dialect, Enum, MetaData, Text, text
from sqlalchemy.dialects.postgresql import CITEXT
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.types import TypeDecorator

_NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class UTCDateTime(TypeDecorator[datetime]):
    """Times with a zone in Python, stored as UTC without one, as the legacy schema does."""

    impl = DateTime(timezone=False)
    cache_ok = True

    def process_bind_param(
        self, value: datetime | None, dialect: Dialect
    ) -> datetime | None:
        """Convert an aware time to UTC; raises `ValueError` for a naive one."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"{value!r} has no time zone")
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        """Add UTC to a stored time."""
        return None if value is None else value.replace(tzinfo=UTC)


CIText = Annotated[str, mapped_column(CITEXT)]
Now = Annotated[datetime, mapped_column(server_default=text("(now() AT TIME ZONE 'utc')"))]
"""The time at which a transaction began."""

Moment = Annotated[
    datetime,
    mapped_column(
        insert_default=text("(clock_timestamp() AT TIME ZONE 'utc')"),
        server_default=text("(now() AT TIME ZONE 'utc')"),
    ),
]
"""The time at which a row was written, so that rows of one transaction have an order."""


def stored_by_value(kind: type[enum.Enum], name: str) -> Enum:
    """Return the database type `name` whose labels are the values of `kind`."""
    return Enum(kind, name=name, values_callable=lambda members: [m.value for m in members])


class Base(DeclarativeBase):
    """The declarative base: naming convention, and the column types of annotations."""

    metadata = MetaData(naming_convention=_NAMING)
    type_annotation_map = {datetime: UTCDateTime(), str: Text()}


class Model(Base):
    """A row with a UUID as its key, as nearly every table has."""

    __abstract__ = True

    id: Mapped[UUID] = mapped_column(
        primary_key=True, server_default=text("gen_random_uuid()"), sort_order=-1
    )
