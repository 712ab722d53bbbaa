"""`macaroons`: API tokens, each with the key of its signature and with its uses."""

import secrets
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, false, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column, relationship

from warehouse.accounts.models import User
from warehouse.db import Base, Model, Now
from warehouse.macaroons.caveats import Permitted, TokenPermission
from warehouse.oidc.models import OIDCPublisher
from warehouse.organizations.models import Organization
from warehouse.packaging.models import File

ORIGIN = "origin"
"""The key of `additional` under which a token has the scheme and host it was made at."""


class Macaroon(Model):
    """One API token; its id is the identifier inside it, and it has one owner.

    `permissions_caveat` and `expires` are for display; what a token may do is decided by
    `caveats`. `warned_days` is the last warning before its end that its owner was sent.
    """

    __tablename__ = "macaroons"
    __table_args__ = (
        UniqueConstraint("description", "user_id"),
        UniqueConstraint("description", "organization_id"),
        CheckConstraint(
            "num_nonnulls(user_id, oidc_publisher_id, organization_id) = 1",
            name="one_owner",
        ),
        CheckConstraint("uses_left >= 0", name="uses_left"),
        Index("ix_macaroons_created", "created", "id"),
        Index(None, "expires", postgresql_where=text("expires IS NOT NULL")),
        Index(
            None,
            "oidc_publisher_id",
            postgresql_where=text("oidc_publisher_id IS NOT NULL"),
        ),
        Index(
            None, "organization_id", postgresql_where=text("organization_id IS NOT NULL")
        ),
        Index(None, "maker_id", postgresql_where=text("maker_id IS NOT NULL")),
    )

    user_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("users.id", ondelete="CASCADE"), index=True
    )
    oidc_publisher_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("oidc_publishers.id", ondelete="CASCADE")
    )
    organization_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("organizations.id", ondelete="CASCADE")
    )
    maker_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("users.id", ondelete="SET NULL")
    )
    """Who made it for an organization."""

    ends_with_maker: Mapped[bool] = mapped_column(server_default=false())
    """Whether it ends when its maker leaves the organization."""

    description: Mapped[str]
    created: Mapped[Now]
    expires: Mapped[datetime | None]
    warned_days: Mapped[int | None]
    last_used: Mapped[datetime | None]
    last_used_network: Mapped[str | None]
    last_used_client: Mapped[str | None]
    permissions_caveat: Mapped[dict[str, Any] | str] = mapped_column(
        JSONB, server_default=text("'{}'")
    )
    uses_left: Mapped[int | None]
    """For how many uploads more it is good; None if for any number."""

    caveats: Mapped[list[Any]] = mapped_column(JSONB, server_default=text("'[]'"))
    additional: Mapped[dict[str, Any] | None] = mapped_column(JSONB)
    text_sha256: Mapped[str | None] = mapped_column(index=True)
    """The hash of the token as its owner was given it; None of those from before 0.7.0."""

    key: Mapped[bytes] = mapped_column(default=lambda: secrets.token_bytes(32))

    user: Mapped[User | None] = relationship("User", foreign_keys=[user_id])
    maker: Mapped[User | None] = relationship("User", foreign_keys=[maker_id])
    organization: Mapped[Organization | None] = relationship(Organization)
    publisher: Mapped[OIDCPublisher | None] = relationship(OIDCPublisher)

    @property
    def owner(self) -> User:
        """Return whose it is; raises `LookupError` unless it is a person's."""
        if self.user is None:
            raise LookupError(f"the token {self.id} is of no person")
        return self.user

    @property
    def owner_name(self) -> str:
        """Return whose it is, in words: a username, or which organization or publisher."""
        if self.organization is not None:
            return f"organization {self.organization.name}"
        if self.publisher is None:
            return self.owner.username
        return f"{self.publisher.publisher_name} {self.publisher.specifier}"

    @property
    def publisher_ids(self) -> list[UUID]:
        """Return the ids of every publisher that the token is of."""
        return [UUID(each) for each in self._run.get("publishers", ())]

    @property
    def publisher_url(self) -> str | None:
        """Return the page of what its publisher publishes from, at the commit."""
        return self._run.get("publisher_url")

    @property
    def _run(self) -> dict[str, Any]:
        found: dict[str, Any] = (self.additional or {}).get("oidc", {})
        return found

    @property
    def made_with_2fa(self) -> bool:
        """Return whether its owner had a second factor when it was made."""
        return bool((self.additional or {}).get("made_with_2fa"))

    @property
    def origin(self) -> str | None:
        """Return the scheme and host at which it was made, where that is known."""
        return (self.additional or {}).get(ORIGIN)

    @property
    def permission(self) -> TokenPermission:
        """Return what it is for."""
        tagged = [each for each in self.caveats if isinstance(each, list)]
        found = [each[1] for each in tagged if each[0] == Permitted.tag]
        return TokenPermission(found[0]) if found else TokenPermission.PUBLISH

    @property
    def project_names(self) -> list[str]:
        """Return the normalised names of the projects it is for; none if for all."""
        caveat = self.permissions_caveat
        permissions = caveat.get("permissions") if isinstance(caveat, dict) else None
        names = permissions.get("projects") if isinstance(permissions, dict) else None
        return [str(each) for each in names or ()]

    @property
    def lasts(self) -> timedelta | None:
        """Return for how long it was made, None for ever."""
        return None if self.expires is None else self.expires - self.created

    def has_ended(self, now: datetime) -> bool:
        """Return whether its time is over."""
        return self.expires is not None and self.expires <= now

    def ends_within(self, span: timedelta, now: datetime) -> bool:
        """Return whether its time is not over yet, and will be before so long."""
        return self.expires is not None and now < self.expires <= now + span


class MacaroonNetwork(Base):
    """A network from which a token was used."""

    __tablename__ = "macaroon_networks"

    macaroon_id: Mapped[UUID] = mapped_column(
        ForeignKey("macaroons.id", ondelete="CASCADE"), primary_key=True
    )
    network: Mapped[str] = mapped_column(primary_key=True)
    first_used: Mapped[Now]


class MacaroonUpload(Base):
    """A file that was uploaded with a token."""

    __tablename__ = "macaroon_uploads"

    macaroon_id: Mapped[UUID] = mapped_column(
        ForeignKey("macaroons.id", ondelete="CASCADE"), primary_key=True
    )
    file_id: Mapped[UUID] = mapped_column(
        ForeignKey("release_files.id", ondelete="CASCADE"), primary_key=True, index=True
    )

    file: Mapped[File] = relationship(File)


class MacaroonProjectTold(Base):
    """A project with publishers whose people know that a token was used in it."""

    __tablename__ = "macaroon_projects_told"

    macaroon_id: Mapped[UUID] = mapped_column(
        ForeignKey("macaroons.id", ondelete="CASCADE"), primary_key=True
    )
    project_id: Mapped[UUID] = mapped_column(
        ForeignKey("projects.id", ondelete="CASCADE"), primary_key=True, index=True
    )
