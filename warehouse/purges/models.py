"""The tables of the log of purges and of its readers."""

from datetime import datetime

from sqlalchemy import BigInteger, Index, Text, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from warehouse.db import Base, Now

_NOW = text("(now() AT TIME ZONE 'utc')")


class Purge(Base):
    """The surrogate keys that one transaction made invalid.

    A row is written under a lock as the last thing of its transaction, so positions become
    visible in their order: who has seen one has seen all before it.
    """

    __tablename__ = "cache_purges"
    __table_args__ = (
        Index("ix_cache_purges_due", "due", postgresql_where=text("due IS NOT NULL")),
    )

    position: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    keys: Mapped[list[str]] = mapped_column(ARRAY(Text))
    purged: Mapped[Now] = mapped_column(index=True)
    told: Mapped[datetime | None]
    """When a CDN in front of us first confirmed it."""

    due: Mapped[datetime | None] = mapped_column(server_default=_NOW)
    """When the CDN is to be told next; never, once it has been told twice."""


class Reader(Base):
    """A process that stores answers, and the position up to which it has read the log.

    It may send stored answers until `lease_until`, so a writer waits for it that long. The
    table is unlogged: after a crash of the database every reader begins anew.
    """

    __tablename__ = "cache_readers"
    __table_args__ = {"prefixes": ["UNLOGGED"]}

    name: Mapped[str] = mapped_column(primary_key=True)
    position: Mapped[int] = mapped_column(BigInteger)
    lease_until: Mapped[datetime]
