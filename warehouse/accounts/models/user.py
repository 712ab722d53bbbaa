"""`users` and the e-mail addresses that belong to them."""

import enum
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    FetchedValue,
    ForeignKey,
    Index,
    false,
    literal_column,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, TEXT
from sqlalchemy.orm import Mapped, mapped_column, relationship

from warehouse.db import Base, CIText, Model, stored_by_value

if TYPE_CHECKING:
    from warehouse.accounts.models.factors import RecoveryCode, SecurityKey

USERNAME_IS_VALID = "{} ~* '^([A-Z0-9]|[A-Z0-9][A-Z0-9._-]*[A-Z0-9])$'"
USERNAME_IS_SHORT = "length({}) <= 50"


class DisableReason(enum.StrEnum):
    """The reasons why an account's password was disabled."""

    PASSWORD_COMPROMISED = "password compromised"  # noqa: S105
    ACCOUNT_FROZEN = "account frozen"
    ADMIN_INITIATED = "admin initiated"


class UnverifyReason(enum.StrEnum):
    """The reasons why an address is no longer verified."""

    SPAM_COMPLAINT = "spam complaint"
    HARD_BOUNCE = "hard bounce"
    SOFT_BOUNCE = "soft bounce"
    DOMAIN_STATUS_INVALID = "domain status invalid"


class User(Model):
    """A person's account; the journal refers to it by name, everything else by id."""

    __tablename__ = "users"
    __table_args__ = (
        CheckConstraint(USERNAME_IS_SHORT.format("username::text"), name="username_length"),
        CheckConstraint(USERNAME_IS_VALID.format("username"), name="valid_username"),
        Index(
            "ix_users_username_trgm",
            literal_column("(username::text)").label("spelling"),
            postgresql_using="gin",
            postgresql_ops={"spelling": "gin_trgm_ops"},
        ),
        Index(
            "ix_users_joined",
            literal_column(
                "COALESCE(date_joined, '1970-01-01 00:00:00'::timestamp without time zone)"
            ),
            "id",
        ),
    )

    username: Mapped[CIText] = mapped_column(unique=True)
    name: Mapped[str] = mapped_column(server_default="")
    password: Mapped[str]
    password_date: Mapped[datetime | None] = mapped_column(
        server_default=text("(now() AT TIME ZONE 'utc')"), server_onupdate=FetchedValue()
    )
    is_active: Mapped[bool] = mapped_column(server_default=false())
    is_frozen: Mapped[bool] = mapped_column(server_default=false())
    is_superuser: Mapped[bool] = mapped_column(server_default=false())
    is_support: Mapped[bool] = mapped_column(server_default=false())
    is_moderator: Mapped[bool] = mapped_column(server_default=false())
    is_psf_staff: Mapped[bool] = mapped_column(server_default=false())
    is_observer: Mapped[bool] = mapped_column(server_default=false())
    prohibit_password_reset: Mapped[bool] = mapped_column(server_default=false())
    hide_avatar: Mapped[bool] = mapped_column(server_default=false())
    date_joined: Mapped[datetime | None] = mapped_column(
        server_default=text("(now() AT TIME ZONE 'utc')")
    )
    last_login: Mapped[datetime | None] = mapped_column(
        server_default=text("(now() AT TIME ZONE 'utc')")
    )
    disabled_for: Mapped[DisableReason | None] = mapped_column(
        stored_by_value(DisableReason, "disablereason")
    )
    totp_secret: Mapped[bytes | None]
    last_totp_value: Mapped[str | None]
    sessions_from: Mapped[datetime | None]
    observer_association_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("observer_association.id"), unique=True
    )
    sitemap_bucket: Mapped[str] = mapped_column(
        server_default=FetchedValue(), server_onupdate=FetchedValue(), index=True
    )

    emails: Mapped[list["Email"]] = relationship(
        back_populates="user",
        cascade="all, delete-orphan",
        passive_deletes=True,
        order_by="Email.id",
    )
    security_keys: Mapped[list["SecurityKey"]] = relationship(
        back_populates="user",
        cascade="all, delete-orphan",
        passive_deletes=True,
        order_by="SecurityKey.created",
    )
    recovery_codes: Mapped[list["RecoveryCode"]] = relationship(
        back_populates="user",
        cascade="all, delete-orphan",
        passive_deletes=True,
        order_by="RecoveryCode.generated",
    )

    @property
    def primary_email(self) -> "Email | None":
        """Return the address we write to."""
        return next((email for email in self.emails if email.primary), None)

    @property
    def is_staff(self) -> bool:
        """Return whether it may see pages of staff."""
        return (
            self.is_superuser or self.is_support or self.is_moderator or self.is_psf_staff
        )

    @property
    def public_email(self) -> "Email | None":
        """Return the address that is shown, if its owner chose one that is verified."""
        return next((each for each in self.emails if each.public and each.verified), None)

    @property
    def has_verified_primary_email(self) -> bool:
        """Return whether the primary address was verified."""
        return self.primary_email is not None and self.primary_email.verified

    @property
    def has_second_factor(self) -> bool:
        """Return whether something proves the person beside the password."""
        return self.totp_secret is not None or bool(self.security_keys)

    @property
    def factor_count(self) -> int:
        """Return how many authenticators and keys there are."""
        return (self.totp_secret is not None) + len(self.security_keys)

    @property
    def codes_left(self) -> int:
        """Return how many recovery codes were not used."""
        return sum(code.burned is None for code in self.recovery_codes)

    @property
    def has_burned_code(self) -> bool:
        """Return whether a recovery code was used, which proves that they are kept."""
        return any(code.burned is not None for code in self.recovery_codes)


class Email(Base):
    """One address of a user; at most one of them is primary.

    Legacy databases may hold two addresses that differ in case only, so that new ones
    must not is a rule of the service that adds them, helped by an index.
    """

    __tablename__ = "user_emails"
    __table_args__ = (
        Index(
            "uq_user_emails_one_primary",
            "user_id",
            unique=True,
            postgresql_where=text('"primary"'),
        ),
        Index("ix_user_emails_lower_email", text("lower(email)")),
        CheckConstraint("length(email) <= 254", name="email_length"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[UUID] = mapped_column(
        ForeignKey("users.id", ondelete="CASCADE", deferrable=True, initially="DEFERRED"),
        index=True,
    )
    email: Mapped[str] = mapped_column(unique=True)
    primary: Mapped[bool] = mapped_column(server_default=false())
    verified: Mapped[bool] = mapped_column(server_default=false())
    public: Mapped[bool] = mapped_column(server_default=false())
    unverify_reason: Mapped[UnverifyReason | None] = mapped_column(
        stored_by_value(UnverifyReason, "unverifyreason")
    )
    transient_bounces: Mapped[int] = mapped_column(server_default=text("0"))
    domain_last_checked: Mapped[datetime | None]
    domain_last_status: Mapped[list[str] | None] = mapped_column(ARRAY(TEXT))

    user: Mapped["User"] = relationship("User", back_populates="emails")
