"""Switches that an operator may throw while the index runs."""

from datetime import UTC, datetime

from pyramid.config import Configurator
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


def includeme(config: Configurator) -> None:
    """Provide flags and what changes them, and hold to read-only mode."""
    config.register_service(Flags, lambda request: Flags(request.db))
    config.register_service(FlagService, lambda request: FlagService(request.db))
    config.include("warehouse.flags.read_only")
