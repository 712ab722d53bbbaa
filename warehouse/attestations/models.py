"""`trust_roots`: the keys and certificates of Sigstore, as they were refreshed."""

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from warehouse.db import Base, Now


class StoredTrustRoot(Base):
    """The trust root of one source, by its URL, and what came of asking for it.

    `content` is the file that was fetched at `fetched_at`; it stays when asking fails, and
    `problem` says why it did.
    """

    __tablename__ = "trust_roots"

    source: Mapped[str] = mapped_column(primary_key=True)
    content: Mapped[str | None]
    checked_at: Mapped[Now]
    fetched_at: Mapped[datetime | None]
    problem: Mapped[str | None]
