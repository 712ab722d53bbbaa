"""`upstreams` and what is known of them, and the names that none of them is asked for."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Identity,
    Index,
    Text,
    UniqueConstraint,
    false,
    true,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from warehouse.accounts.models import User
from warehouse.db import Base, Model, Now


class Upstream(Model):
    """Another index, whose projects this one offers as well."""

    __tablename__ = "upstreams"
    __table_args__ = (
        CheckConstraint("name ~ '^[a-z0-9]([a-z0-9-]*[a-z0-9])?$'", name="valid_name"),
    )

    name: Mapped[str] = mapped_column(unique=True)
    url: Mapped[str]
    """Of its simple index, with a slash at the end."""
    is_enabled: Mapped[bool] = mapped_column(server_default=true())
    created: Mapped[Now]
    names_etag: Mapped[str | None]
    names_read: Mapped[datetime | None]
    """When its list of names was last read, None if never."""


class UpstreamName(Base):
    """A name that an upstream lists, normalised; it is found by searching, and no more."""

    __tablename__ = "upstream_names"
    __table_args__ = (
        Index(
            "ix_upstream_names_alike",
            "normalized_name",
            postgresql_using="gin",
            postgresql_ops={"normalized_name": "gin_trgm_ops"},
            postgresql_with={"fastupdate": "off"},
        ),
    )

    normalized_name: Mapped[str] = mapped_column(Text(collation="C"), primary_key=True)
    upstream_id: Mapped[UUID] = mapped_column(
        ForeignKey(Upstream.id, ondelete="CASCADE"), primary_key=True, index=True
    )


class UpstreamProject(Model):
    """What an upstream last said of one name."""

    __tablename__ = "upstream_projects"
    __table_args__ = (UniqueConstraint("normalized_name", "upstream_id"),)

    upstream_id: Mapped[UUID] = mapped_column(
        ForeignKey(Upstream.id, ondelete="CASCADE"), index=True
    )
    normalized_name: Mapped[str]
    is_there: Mapped[bool]
    etag: Mapped[str | None]
    checked: Mapped[datetime]
    """When it last said so."""


class UpstreamFile(Base):
    """A file that an upstream lists, or has listed; it keeps the hashes it came with."""

    __tablename__ = "upstream_files"
    __table_args__ = (UniqueConstraint("project_id", "filename"),)

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    project_id: Mapped[UUID] = mapped_column(
        ForeignKey(UpstreamProject.id, ondelete="CASCADE")
    )
    filename: Mapped[str]
    url: Mapped[str]
    hashes: Mapped[dict[str, str]] = mapped_column(JSONB)
    requires_python: Mapped[str | None]
    yanked: Mapped[bool]
    yanked_reason: Mapped[str | None]
    size: Mapped[int | None] = mapped_column(BigInteger)
    upload_time: Mapped[datetime | None]
    first_seen: Mapped[datetime]
    core_metadata: Mapped[dict[str, str] | bool | None] = mapped_column(
        JSONB(none_as_null=True)
    )
    """The hashes of the core metadata beside it, `true` if these are unknown, or null."""
    provenance: Mapped[str | None]
    is_listed: Mapped[bool] = mapped_column(server_default=true())
    is_disputed: Mapped[bool] = mapped_column(server_default=false())
    """Whether the upstream has said another hash since."""
    stored_size: Mapped[int | None] = mapped_column(BigInteger)
    """Of the bytes that lie here, None if none do."""
    stored_metadata_size: Mapped[int | None] = mapped_column(BigInteger)
    """Of the core metadata beside it, if that lies here."""


class UpstreamAlarm(Model):
    """An upstream that said one hash of a file, and then another."""

    __tablename__ = "upstream_alarms"
    __table_args__ = (UniqueConstraint("filename", "was", "now"),)

    upstream: Mapped[str]
    normalized_name: Mapped[str]
    filename: Mapped[str]
    was: Mapped[str]
    now: Mapped[str]
    raised: Mapped[Now]


class UpstreamTakenName(Model):
    """A name that an administrator took over: no upstream is asked for it any more."""

    __tablename__ = "upstream_taken_names"

    normalized_name: Mapped[str] = mapped_column(unique=True)
    reason: Mapped[str]
    taken_by_id: Mapped[UUID | None] = mapped_column(
        "taken_by", ForeignKey(User.id, ondelete="SET NULL"), index=True
    )
    created: Mapped[Now]
