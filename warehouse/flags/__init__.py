"""Switches that an operator may throw while the index runs."""

from pyramid.config import Configurator
from sqlalchemy.orm import Session

from warehouse.flags.models import AdminFlag


class Flags:
    """What is switched on."""

    def __init__(self, db: Session) -> None:
        self.db = db

    def is_on(self, name: str) -> bool:
        """Whether the flag `name` is on; a flag nobody ever made is off."""
        flag = self.db.get(AdminFlag, name)
        return flag is not None and flag.enabled


def includeme(config: Configurator) -> None:
    """Provide `request.service(Flags)`."""
    config.register_service(Flags, lambda request: Flags(request.db))
