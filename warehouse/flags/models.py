"""`admin_flags`, whose rows migrations make."""

from datetime import datetime

from sqlalchemy import false
from sqlalchemy.orm import Mapped, mapped_column

from warehouse.db import Base


class AdminFlag(Base):
    """One switch; with `notify` its description is shown on every page while it is on.

    One that `ends` is off from then on, whatever `enabled` says.
    """

    __tablename__ = "admin_flags"

    id: Mapped[str] = mapped_column(primary_key=True)
    description: Mapped[str]
    enabled: Mapped[bool] = mapped_column(server_default=false())
    notify: Mapped[bool] = mapped_column(server_default=false())
    reason: Mapped[str] = mapped_column(server_default="")
    ends: Mapped[datetime | None]
    changed: Mapped[datetime | None]

    def is_on_at(self, now: datetime) -> bool:
        """Return whether it is on at a time."""
        return self.enabled and (self.ends is None or now < self.ends)
