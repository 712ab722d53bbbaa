"""`provenance`: who made a file, proved by attestations (PEP 740)."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column, relationship

from warehouse.db import Model, Now
from warehouse.packaging.models.file import File


class Provenance(Model):
    """The attestations of a file as they were verified, and what they prove.

    It stays when the publisher is removed from the project: it is about what was.
    `facts` has what people are shown: `publisher`, and as far as they are known
    `repository`, `workflow`, `environment`, `commit`, `ref`, `run` and `account`.
    `trust_root` is the SHA-256 of the keys that were trusted at `verified_at`, and
    `problem` what was wrong then.
    """

    __tablename__ = "provenance"

    file_id: Mapped[UUID] = mapped_column(
        ForeignKey("release_files.id", ondelete="CASCADE"), unique=True
    )
    provenance: Mapped[dict[str, Any]] = mapped_column(JSONB)
    facts: Mapped[dict[str, Any]] = mapped_column(JSONB, server_default=text("'{}'"))
    created: Mapped[Now]
    verified_at: Mapped[datetime | None]
    trust_root: Mapped[str | None]
    problem: Mapped[str | None]

    file: Mapped[File] = relationship(File)
