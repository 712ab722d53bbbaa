"""`search_documents`, a row for every project that may be found, and `search_facets`."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ForeignKey,
    Identity,
    Index,
    Text,
    UniqueConstraint,
    desc,
    func,
    literal_column,
    nulls_last,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, INTEGER, TSVECTOR
from sqlalchemy.orm import Mapped, mapped_column

from warehouse.db import Base, Now

# What waits in a list to be merged into a GIN index is read by every search.
_GIN: dict[str, Any] = {
    "postgresql_using": "gin",
    "postgresql_with": {"fastupdate": "off"},
}


class Facet(Base):
    """Something that results can be narrowed to; `documents` have it, as last counted."""

    __tablename__ = "search_facets"
    __table_args__ = (
        UniqueConstraint("kind", "value"),
        Index("ix_search_facets_called", "kind", func.lower(literal_column("value"))),
    )

    id: Mapped[int] = mapped_column(Identity(always=True), primary_key=True)
    kind: Mapped[str]
    value: Mapped[str]
    documents: Mapped[int] = mapped_column(server_default=text("0"))


class Document(Base):
    """The searchable text of a project, with what a result shows of it.

    `document` is all its text, and is kept apart from the row because only phrases ask
    for it; `words` is what ranks: name, summary and keywords. `facets` are ids of
    `search_facets`, and below zero the tiers that stand for being prominent. `form` says
    by which rules it was written.
    """

    __tablename__ = "search_documents"
    __table_args__ = (
        Index("ix_search_documents_found", "document", "facets", **_GIN),
        Index(
            "ix_search_documents_alike",
            "normalized_name",
            postgresql_ops={"normalized_name": "gin_trgm_ops"},
            **_GIN,
        ),
        Index(
            "ix_search_documents_prominent_name",
            "normalized_name",
            postgresql_where=text("facets @> '{-2}'::integer[]"),
        ),
        Index("ix_search_documents_prominence", desc("prominence")),
        Index("ix_search_documents_updated", desc("updated")),
        Index("ix_search_documents_created", nulls_last(desc("created"))),
    )

    project_id: Mapped[UUID] = mapped_column(
        ForeignKey("projects.id", ondelete="CASCADE"), primary_key=True
    )
    name: Mapped[str]
    normalized_name: Mapped[str] = mapped_column(Text(collation="C"), unique=True)
    version: Mapped[str]
    summary: Mapped[str]
    status: Mapped[str]
    created: Mapped[datetime | None]
    updated: Mapped[datetime]
    written: Mapped[Now]
    form: Mapped[int] = mapped_column(server_default=text("0"))
    dependents: Mapped[int] = mapped_column(server_default=text("0"))
    standing: Mapped[float]
    prominence: Mapped[float]
    facets: Mapped[list[int]] = mapped_column(ARRAY(INTEGER))
    words: Mapped[str] = mapped_column(TSVECTOR)
    document: Mapped[str] = mapped_column(TSVECTOR)
