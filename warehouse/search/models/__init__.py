"""The tables that searching reads."""

from warehouse.search.models.document import Document, Facet

__all__ = ["Document", "Facet"]
