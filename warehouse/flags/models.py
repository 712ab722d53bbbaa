"""`admin_flags`, whose rows migrations make."""

from sqlalchemy import false
from sqlalchemy.orm import Mapped, mapped_column

from warehouse.db import Base


class AdminFlag(Base):
    """One switch; with `notify` its description is shown on every page while it is on."""

    __tablename__ = "admin_flags"

    id: Mapped[str] = mapped_column(primary_key=True)
    description: Mapped[str]
    enabled: Mapped[bool] = mapped_column(server_default=false())
    notify: Mapped[bool] = mapped_column(server_default=false())
