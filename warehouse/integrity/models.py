"""`storage_checks` and `storage_findings`: how far a check is, and what it found."""

import enum
from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from warehouse.db import Model, Moment, stored_by_value


class CheckState(enum.StrEnum):
    """How far a check is."""

    RUNNING = "running"
    STOPPED = "stopped"
    FINISHED = "finished"


class FindingKind(enum.StrEnum):
    """How a row and its blob disagree."""

    MISSING = "missing"
    """A row names a blob that is not there: downloads of it fail."""
    DAMAGED = "damaged"
    """The blob has another size or digest than its row says, or cannot be read."""
    UNNAMED = "unnamed"
    """No row names the blob, and it is old enough to have been swept."""


class StorageCheck(Model):
    """One comparison of rows and blobs; at most one runs at a time.

    `position` is what the next step begins after: `f` and the id of a file while rows are
    looked at, `b` and the number of a prefix while blobs are.
    """

    __tablename__ = "storage_checks"
    __table_args__ = (
        Index(
            "uq_storage_checks_running",
            text("(true)"),
            unique=True,
            postgresql_where=text("state = 'running'"),
        ),
        Index("ix_storage_checks_created", "created", "id"),
    )

    created: Mapped[Moment]
    touched: Mapped[Moment]
    finished: Mapped[datetime | None]
    started_by: Mapped[str | None]
    reads_bytes: Mapped[bool]
    state: Mapped[CheckState] = mapped_column(
        stored_by_value(CheckState, "storagecheckstate"),
        server_default=CheckState.RUNNING.value,
    )
    position: Mapped[str] = mapped_column(server_default=text("''"))
    files: Mapped[int] = mapped_column(BigInteger, server_default=text("0"))
    blobs: Mapped[int] = mapped_column(BigInteger, server_default=text("0"))


class StorageFinding(Model):
    """One blob about which rows and storage disagree."""

    __tablename__ = "storage_findings"
    __table_args__ = (
        UniqueConstraint("check_id", "path"),
        Index("ix_storage_findings_created", "created", "id"),
    )

    check_id: Mapped[UUID] = mapped_column(
        ForeignKey("storage_checks.id", ondelete="CASCADE")
    )
    kind: Mapped[FindingKind] = mapped_column(
        stored_by_value(FindingKind, "storagefindingkind")
    )
    path: Mapped[str]
    detail: Mapped[str]
    created: Mapped[Moment]
