"""The database: base classes, sessions, and one transaction for each unit of work."""

from warehouse.db.base import Base, CIText, Model, Now, UTCDateTime, stored_by_value

__all__ = ["Base", "CIText", "Model", "Now", "UTCDateTime", "stored_by_value"]
