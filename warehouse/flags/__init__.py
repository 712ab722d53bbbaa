"""Switches that an operator may throw while the index runs."""

from pyramid.config import Configurator
from sqlalchemy.orm import Session

from warehouse.flags.models import AdminFlag


class Flags:
    """Reads flags."""

    def __init__(self, db: Session) -> None:
        self.db = db

    def is_on(self, name: str) -> bool:
        """Return whether the flag `name` is on; one without a row is off."""
        flag = self.db.get(AdminFlag, name)
        return flag is not None and flag.enabled


def includeme(config: Configurator) -> None:
    """Provide `request.service(Flags)`."""
    config.register_service(Flags, lambda request: Flags(request.db))
