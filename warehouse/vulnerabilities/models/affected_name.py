"""`affected_names`: what a source says of a name, whoever has a project of that name."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKeyConstraint, Index, Text, text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, TEXT
from sqlalchemy.orm import Mapped, mapped_column

from warehouse.db import Model


class AffectedName(Model):
    """Which versions of a normalised name have a vulnerability, as a source says.

    It was said from `noted` until `ended`; what is said now has no end.
    """

    __tablename__ = "affected_names"
    __table_args__ = (
        ForeignKeyConstraint(
            ["vulnerability_source", "vulnerability_id"],
            ["vulnerabilities.source", "vulnerabilities.id"],
            name="fk_affected_names_vulnerability",
            ondelete="CASCADE",
        ),
        Index("ix_affected_names_normalized_name", "normalized_name"),
        Index(
            "uq_affected_names_now",
            *("vulnerability_source", "vulnerability_id", "normalized_name"),
            unique=True,
            postgresql_where=text("ended IS NULL"),
        ),
        Index(
            "ix_affected_names_vulnerability", "vulnerability_source", "vulnerability_id"
        ),
    )

    normalized_name: Mapped[str] = mapped_column(Text(collation="C"))
    vulnerability_source: Mapped[str]
    vulnerability_id: Mapped[str]
    versions: Mapped[list[str]] = mapped_column(ARRAY(TEXT))
    """In canonical form, without those in a range."""
    ranges: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    noted: Mapped[datetime | None] = mapped_column(
        server_default=text("(now() AT TIME ZONE 'utc')")
    )
    """None for before that was kept."""
    ended: Mapped[datetime | None]
