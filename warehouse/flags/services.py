"""Changing flags."""

from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from warehouse.flags.models import AdminFlag


@dataclass(frozen=True, kw_only=True)
class FlagState:
    """All that can be changed of a flag; without `ends` it stays as it is."""

    description: str
    enabled: bool
    notify: bool
    reason: str = ""
    ends: datetime | None = None


class FlagService:
    """Switches flags."""

    def __init__(self, db: Session) -> None:
        self.db = db

    def all(self) -> list[AdminFlag]:
        """Return every flag, by name."""
        return list(self.db.scalars(select(AdminFlag).order_by(AdminFlag.id)))

    def find(self, name: str) -> AdminFlag | None:
        """Return a flag, locked until the transaction ends, or None."""
        return self.db.get(AdminFlag, name, with_for_update=True, populate_existing=True)

    def set(self, flag: AdminFlag, state: FlagState) -> None:
        """Change a flag, from the next request on."""
        for name, value in vars(state).items():
            setattr(flag, name, value)
        flag.changed = datetime.now(UTC)
        self.db.flush()
