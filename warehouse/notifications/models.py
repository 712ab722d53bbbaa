"""The tables of who follows which project, what happened, and what waits for a digest."""

import enum
from datetime import datetime
from uuid import UUID

from sqlalchemy import UUID as UUIDType
from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, false, text
from sqlalchemy.dialects.postgresql import ARRAY, TEXT
from sqlalchemy.orm import Mapped, mapped_column, relationship

from warehouse.accounts.models import User
from warehouse.db import Base, Model, Moment
from warehouse.organizations.models import Organization


class Kind(enum.StrEnum):
    """What somebody may want to be told about a project."""

    RELEASE = "release"
    OWNER = "owner"
    PUBLISHER = "publisher"
    YANK = "yank"
    DELETION = "deletion"
    VULNERABILITY = "vulnerability"
    REQUIREMENT = "requirement"
    TOKEN = "token"  # noqa: S105


class How(enum.StrEnum):
    """How somebody is told; all of it is in their feed."""

    AT_ONCE = "mail"
    DAILY = "digest"
    FEED = "feed"


class Subscription(Model):
    """What one person is told about one project, and how.

    It outlives the project, so that its deletion can be told, and it is restored whole.
    """

    __tablename__ = "project_subscriptions"
    __table_args__ = (
        UniqueConstraint("user_id", "project_id"),
        CheckConstraint("how IN ('mail', 'digest', 'feed')", name="how"),
        Index("ix_project_subscriptions_project_id", "project_id", "id"),
    )

    created: Mapped[Moment]
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    project_id: Mapped[UUID]
    project_name: Mapped[str]
    kinds: Mapped[list[str]] = mapped_column(ARRAY(TEXT))
    how: Mapped[str]

    user: Mapped[User] = relationship(User)


class News(Model):
    """Something that happened to a project that somebody follows.

    Those in `told` know already. A task tells the others in the order of their
    subscriptions, of which `reached` is the last.
    """

    __tablename__ = "project_news"
    __table_args__ = (
        Index("ix_project_news_project_id", "project_id", "created"),
        Index("ix_project_news_created", "created"),
        Index("ix_project_news_touched", "touched", postgresql_where=text("NOT is_spread")),
    )

    created: Mapped[Moment]
    project_id: Mapped[UUID]
    project_name: Mapped[str]
    kind: Mapped[str]
    event: Mapped[str]
    version: Mapped[str | None]
    detail: Mapped[str] = mapped_column(server_default="")
    told: Mapped[list[UUID]] = mapped_column(ARRAY(UUIDType), server_default=text("'{}'"))
    is_spread: Mapped[bool] = mapped_column(server_default=false())
    reached: Mapped[UUID | None]
    touched: Mapped[datetime] = mapped_column(
        server_default=text("(now() AT TIME ZONE 'utc')")
    )


class DigestEntry(Base):
    """News that waits for the next digest of somebody."""

    __tablename__ = "digest_entries"

    user_id: Mapped[UUID] = mapped_column(
        ForeignKey("users.id", ondelete="CASCADE"), primary_key=True
    )
    news_id: Mapped[UUID] = mapped_column(
        ForeignKey("project_news.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    created: Mapped[Moment]


class PersonalFeed(Model):
    """The feed of one person, found by the SHA-256 of the secret in its address."""

    __tablename__ = "personal_feeds"

    user_id: Mapped[UUID] = mapped_column(
        ForeignKey("users.id", ondelete="CASCADE"), unique=True
    )
    secret_hash: Mapped[bytes] = mapped_column(unique=True)
    created: Mapped[Moment]

    user: Mapped[User] = relationship(User)


class OrganizationFeed(Model):
    """The feed of one member about an organization, found as `PersonalFeed` is."""

    __tablename__ = "organization_feeds"
    __table_args__ = (UniqueConstraint("user_id", "organization_id"),)

    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    organization_id: Mapped[UUID] = mapped_column(
        ForeignKey("organizations.id", ondelete="CASCADE"), index=True
    )
    secret_hash: Mapped[bytes] = mapped_column(unique=True)
    created: Mapped[Moment]

    user: Mapped[User] = relationship(User)
    organization: Mapped[Organization] = relationship(Organization)
