"""Finding accounts."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from warehouse.accounts.models import (
    DisableReason,
    Email,
    Engagement,
    ProhibitedEmailDomain,
    ProhibitedUserName,
    TermsEngagement,
    User,
)
from warehouse.accounts.signals import PasswordDisabled
from warehouse.db.locks import lock_name
from warehouse.events.models import UserEvent

SYSTEM_USERS = ("admin", "deleted-user")


def user_named(db: Session, username: str) -> User | None:
    """Return the account with this name, in whatever case."""
    if "\0" in username:
        return None
    return db.scalar(select(User).where(User.username == username))


def user_with_factors(db: Session, username: str) -> User | None:
    """Return the account with this name, its keys and recovery codes by one statement."""
    if "\0" in username:
        return None
    found = select(User).where(User.username == username)
    factors = joinedload(User.security_keys), joinedload(User.recovery_codes)
    return db.scalars(found.options(*factors)).unique().one_or_none()


def users_named(db: Session, usernames: Iterable[str]) -> list[User]:
    """Return the accounts with these names, in whatever case, by name."""
    wanted = [each for each in usernames if "\0" not in each]
    found = select(User).where(User.username.in_(wanted)).order_by(User.username)
    return list(db.scalars(found))


def user_by_id(db: Session, key: UUID) -> User | None:
    """Return the account with this key."""
    return db.get(User, key)


def email_exists(db: Session, address: str) -> bool:
    """Return whether an account has this address, in whatever case."""
    found = select(Email.id).where(func.lower(Email.email) == func.lower(address))
    return db.scalar(found.limit(1)) is not None


def user_locked(db: Session, key: UUID) -> User:
    """Return the account with this key, locked until the transaction ends."""
    return db.get_one(User, key, with_for_update=True, populate_existing=True)


def email_spelled(db: Session, address: str) -> Email | None:
    """Return the address that is spelled like this, or else one that differs in case."""
    found = select(Email).where(func.lower(Email.email) == func.lower(address))
    nearest = found.order_by((Email.email == address).desc(), Email.id).limit(1)
    return db.scalar(nearest)


def email_of(db: Session, user_id: UUID, address: str) -> Email | None:
    """Return an address of an account, locked until the transaction ends."""
    found = select(Email).where(Email.user_id == user_id, Email.email == address)
    found = found.with_for_update().execution_options(populate_existing=True)
    return db.scalar(found)


def email_by_id(db: Session, key: int) -> Email | None:
    """Return the address with this key, locked until the transaction ends."""
    return db.get(Email, key, with_for_update=True, populate_existing=True)


def a_domain_is_prohibited(
    db: Session, domains: Iterable[str], *, is_mx_record: bool = False
) -> bool:
    """Return whether staff prohibit one of these domains, or one above it."""
    labels = [each.split(".") for each in domains]
    wanted = {".".join(each[at:]) for each in labels for at in range(len(each))}
    found = select(ProhibitedEmailDomain.id).where(
        ProhibitedEmailDomain.domain.in_(wanted),
        ProhibitedEmailDomain.is_mx_record.is_(is_mx_record),
    )
    return bool(wanted) and db.scalar(found.limit(1)) is not None


def name_is_prohibited(db: Session, username: str) -> bool:
    """Return whether staff keep this name from being registered."""
    found = select(ProhibitedUserName.id).where(ProhibitedUserName.name == username.lower())
    return db.scalar(found) is not None


def engagements_of(db: Session, user: User, revision: str) -> set[Engagement]:
    """Return what somebody has done about a revision of the terms of use."""
    found = select(TermsEngagement.engagement).where(
        TermsEngagement.user_id == user.id, TermsEngagement.revision == revision
    )
    return set(db.scalars(found))


def has_people(db: Session) -> bool:
    """Return whether anybody has an account, not counting those of the system."""
    found = select(User.id).where(User.username.not_in(SYSTEM_USERS)).limit(1)
    return db.scalar(found) is not None


def people_at(db: Session, address_id: UUID, *, limit: int) -> Sequence[Any]:
    """Return the accounts of which something was done from an address, the newest first."""
    last = func.max(UserEvent.time)
    return db.execute(
        select(
            User.username, User.is_frozen, last.label("last"), func.count().label("events")
        )
        .join(UserEvent, UserEvent.source_id == User.id)
        .where(UserEvent.ip_address_id == address_id)
        .group_by(User.id)
        .order_by(last.desc(), User.username)
        .limit(limit)
    ).all()


def lock_administrators(db: Session) -> None:
    """Have others who would change who is an administrator wait."""
    lock_name(db, "administrators")


def is_administrator(db: Session, key: UUID) -> bool:
    """Return whether the database still knows an administrator of this key."""
    found = select(User.id).where(User.id == key, User.is_superuser, ~User.is_frozen)
    return db.scalar(found) is not None


def other_administrator_exists(db: Session, user: User) -> bool:
    """Return whether somebody but `user` is an administrator and can sign in."""
    found = select(User.id).where(
        User.is_superuser,
        User.is_active,
        ~User.is_frozen,
        User.id != user.id,
        User.username.not_in(SYSTEM_USERS),
    )
    return db.scalar(found.limit(1)) is not None


def everyone(db: Session) -> list[User]:
    """Return all accounts, by name."""
    return list(db.scalars(select(User).order_by(User.username)))


def count_breaches(db: Session, user: User) -> int:
    """Return how often a password of an account was found among those of breaches."""
    disabled = (
        select(func.count())
        .select_from(UserEvent)
        .where(
            UserEvent.source_id == user.id,
            UserEvent.tag == PasswordDisabled.tag,
            UserEvent.additional["reason"].astext
            == DisableReason.PASSWORD_COMPROMISED.value,
        )
    )
    return db.scalar(disabled) or 0
