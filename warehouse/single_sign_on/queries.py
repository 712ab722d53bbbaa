"""Finding linked identities."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from warehouse.accounts.models import User
from warehouse.single_sign_on.models import LinkedIdentity


def identity_of(db: Session, issuer: str, subject: str) -> LinkedIdentity | None:
    """Return the identity that an issuer calls `subject`."""
    found = select(LinkedIdentity).where(
        LinkedIdentity.issuer == issuer, LinkedIdentity.subject == subject
    )
    return db.scalar(found)


def identity_at(db: Session, user: User, issuer: str) -> LinkedIdentity | None:
    """Return the newest identity of an account that is of an issuer."""
    found = select(LinkedIdentity).where(
        LinkedIdentity.user_id == user.id, LinkedIdentity.issuer == issuer
    )
    return db.scalar(found.order_by(LinkedIdentity.created.desc()).limit(1))


def identity_used_last(db: Session, user: User, issuer: str) -> LinkedIdentity | None:
    """Return the identity of an issuer that somebody signed in by the last time."""
    found = select(LinkedIdentity).where(
        LinkedIdentity.user_id == user.id, LinkedIdentity.issuer == issuer
    )
    used = LinkedIdentity.last_used.desc().nulls_last()
    return db.scalar(found.order_by(used, LinkedIdentity.created.desc()).limit(1))


def identities_of(db: Session, user: User) -> Sequence[LinkedIdentity]:
    """Return the identities of an account, the oldest first."""
    found = select(LinkedIdentity).where(LinkedIdentity.user_id == user.id)
    return db.scalars(found.order_by(LinkedIdentity.created, LinkedIdentity.id)).all()


def identity_by_id(db: Session, user: User, key: UUID) -> LinkedIdentity | None:
    """Return an identity of an account by its key."""
    found = db.get(LinkedIdentity, key)
    return found if found is not None and found.user_id == user.id else None
