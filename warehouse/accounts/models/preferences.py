"""`user_preferences`: what people chose for pages and mail."""

from uuid import UUID

from sqlalchemy import ForeignKey, text
from sqlalchemy.dialects.postgresql import ARRAY, TEXT
from sqlalchemy.orm import Mapped, mapped_column

from warehouse.db import Base


class UserPreferences(Base):
    """The choices of one person; `muted` are the topics of mail that they do not want."""

    __tablename__ = "user_preferences"

    user_id: Mapped[UUID] = mapped_column(
        ForeignKey("users.id", ondelete="CASCADE"), primary_key=True
    )
    language: Mapped[str | None]
    theme: Mapped[str | None]
    time_zone: Mapped[str] = mapped_column(server_default="UTC")
    muted: Mapped[list[str]] = mapped_column(ARRAY(TEXT), server_default=text("'{}'"))
