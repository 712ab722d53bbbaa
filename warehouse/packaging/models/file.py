"""`release_files`, and the registry of every filename ever used."""

import enum
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ColumnElement,
    FetchedValue,
    ForeignKey,
    Index,
    false,
    text,
)
from sqlalchemy.dialects.postgresql import CITEXT, JSONB
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import Mapped, mapped_column, relationship

from warehouse.db import Base, Model, Now, stored_by_value
from warehouse.packaging.models.said import SaidText

if TYPE_CHECKING:
    from warehouse.packaging.models.release import Release


class PackageType(enum.StrEnum):
    """The kind of distribution that a file is; only sdists and wheels are made today."""

    BDIST_DMG = "bdist_dmg"
    BDIST_DUMB = "bdist_dumb"
    BDIST_EGG = "bdist_egg"
    BDIST_MSI = "bdist_msi"
    BDIST_RPM = "bdist_rpm"
    BDIST_WHEEL = "bdist_wheel"
    BDIST_WININST = "bdist_wininst"
    SDIST = "sdist"


class File(Model):
    """One distribution.

    A file that came with a legacy database has no size and no digest but MD5, because
    that database did not say, and its bytes are not held here until they are imported.
    `requires_python` is what its own metadata says once `metadata_read` is true; until
    then triggers copy the release's.
    """

    __tablename__ = "release_files"
    __table_args__ = (
        CheckConstraint(
            "num_nulls(size, sha256_digest, blake2_256_digest) IN (0, 3)",
            name="held_or_not",
        ),
        CheckConstraint("sha256_digest ~* '^[A-F0-9]{64}$'", name="sha256_digest"),
        CheckConstraint("blake2_256_digest ~* '^[A-F0-9]{64}$'", name="blake2_256_digest"),
        CheckConstraint(
            "metadata_file_sha256_digest ~* '^[A-F0-9]{64}$'",
            name="metadata_file_sha256_digest",
        ),
        CheckConstraint(
            "metadata_file_blake2_256_digest ~* '^[A-F0-9]{64}$'",
            name="metadata_file_blake2_256_digest",
        ),
        CheckConstraint("position('/' in filename) = 0", name="filename"),
        Index("ix_release_files_upload_time", "upload_time", "id"),
        Index(
            "uq_release_files_one_sdist",
            "release_id",
            "packagetype",
            unique=True,
            postgresql_where=text("packagetype = 'sdist' AND NOT allow_multiple_sdist"),
        ),
        Index(
            "ix_release_files_metadata_unread",
            "upload_time",
            postgresql_where=text(
                "metadata_file_sha256_digest IS NOT NULL AND NOT metadata_read"
            ),
        ),
        Index(
            "ix_release_files_contents_unread",
            "upload_time",
            postgresql_where=text(
                "contents IS NULL AND packagetype = 'bdist_wheel'"
                " AND sha256_digest IS NOT NULL"
            ),
        ),
    )

    release_id: Mapped[UUID] = mapped_column(
        ForeignKey("releases.id", ondelete="CASCADE"), index=True
    )
    filename: Mapped[str] = mapped_column(unique=True)
    path: Mapped[str] = mapped_column(unique=True)
    packagetype: Mapped[PackageType] = mapped_column(
        stored_by_value(PackageType, "packagetype")
    )
    python_version: Mapped[str]
    requires_python: Mapped[str | None] = mapped_column(
        SaidText, server_default=FetchedValue(), server_onupdate=FetchedValue()
    )
    comment_text: Mapped[str | None]
    size: Mapped[int | None] = mapped_column(BigInteger)
    md5_digest: Mapped[str] = mapped_column(index=True)
    sha256_digest: Mapped[str | None] = mapped_column(CITEXT, index=True)
    blake2_256_digest: Mapped[str | None] = mapped_column(CITEXT, index=True)
    upload_time: Mapped[Now]
    uploaded_via: Mapped[str | None]
    metadata_file_sha256_digest: Mapped[str | None] = mapped_column(CITEXT)
    metadata_file_blake2_256_digest: Mapped[str | None] = mapped_column(CITEXT)
    metadata_read: Mapped[bool] = mapped_column(server_default=false())
    metadata_file_unbackfillable: Mapped[bool] = mapped_column(server_default=false())
    allow_multiple_sdist: Mapped[bool] = mapped_column(server_default=false())
    yanked: Mapped[bool] = mapped_column(server_default=false())
    yanked_reason: Mapped[str] = mapped_column(server_default="")
    yanked_date: Mapped[datetime | None]
    cached: Mapped[bool] = mapped_column(server_default=false())
    archived: Mapped[bool] = mapped_column(server_default=false())
    contents: Mapped[dict[str, Any] | None] = mapped_column(
        JSONB(none_as_null=True), deferred=True
    )
    """What it brings along (`FileContents`), as far as anybody has looked."""

    release: Mapped["Release"] = relationship("Release", back_populates="files")

    @hybrid_property
    def is_held(self) -> bool:
        """Return whether we have the bytes of this file, and not only its row."""
        return self.sha256_digest is not None

    @is_held.inplace.expression
    @classmethod
    def _is_held(cls) -> ColumnElement[bool]:
        return cls.sha256_digest.is_not(None)


class DeletedFile(Base):
    """The path of a deleted file, until its bytes are swept; a trigger writes the row."""

    __tablename__ = "deleted_files"

    path: Mapped[str] = mapped_column(primary_key=True)
    deleted: Mapped[Now]


class Filename(Base):
    """A filename that was used once, and so never may be again."""

    __tablename__ = "file_registry"

    id: Mapped[int] = mapped_column(primary_key=True)
    filename: Mapped[str] = mapped_column(unique=True)
