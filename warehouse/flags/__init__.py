"""Switches that an operator may throw while the index runs."""

from datetime import UTC, datetime

from pyramid.config import Configurator
from sqlalchemy import select
from sqlalchemy.orm import Session

from warehouse.flags.models import AdminFlag
from warehouse.flags.services import FlagService


class Flags:
    """Reads flags."""

    def __init__(self, db: Session) -> None:
        self.db = db

    def is_on(self, name: str) -> bool:
        """Return whether the flag `name` is on; one without a row is off."""
        flag = self.db.get(AdminFlag, name)
        return flag is not None and flag.is_on_at(datetime.now(UTC))

    def notices(self) -> list[str]:
        """Return what everybody is to read about flags that are on, by name."""
        told = select(AdminFlag).where(AdminFlag.enabled, AdminFlag.notify)
        now = datetime.now(UTC)
        found = self.db.scalars(told.order_by(AdminFlag.id))
        return [flag.description for flag in found if flag.is_on_at(now)]


def includeme(config: Configurator) -> None:
    """Provide flags and what changes them, and hold to read-only mode."""
    config.register_service(Flags, lambda request: Flags(request.db))
    config.register_service(FlagService, lambda request: FlagService(request.db))
    config.include("warehouse.flags.read_only")
