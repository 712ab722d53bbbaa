"""Writing banners and sponsors."""

from collections.abc import Mapping
from typing import Any, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from warehouse.announcements.errors import SponsorExists
from warehouse.announcements.models import Banner, Sponsor

A = TypeVar("A", Banner, Sponsor)


class AnnouncementService:
    """Makes, changes and deletes banners and sponsors."""

    def __init__(self, db: Session) -> None:
        self.db = db

    def save_banner(self, banner: Banner | None, values: Mapping[str, Any]) -> Banner:
        """Make a banner, or change one."""
        return self._saved(banner or Banner(), values)

    def save_sponsor(self, sponsor: Sponsor | None, values: Mapping[str, Any]) -> Sponsor:
        """Make a sponsor, or change one; raises `SponsorExists`."""
        taken = select(Sponsor.id).where(Sponsor.name == values["name"])
        if sponsor is not None:
            taken = taken.where(Sponsor.id != sponsor.id)
        if self.db.scalar(taken) is not None:
            raise SponsorExists(values["name"])
        return self._saved(sponsor or Sponsor(), values)

    def delete(self, row: Banner | Sponsor) -> None:
        """Delete a banner or a sponsor."""
        self.db.delete(row)
        self.db.flush()

    def _saved(self, row: A, values: Mapping[str, Any]) -> A:
        for name, value in values.items():
            setattr(row, name, value)
        self.db.add(row)
        self.db.flush()
        return row
