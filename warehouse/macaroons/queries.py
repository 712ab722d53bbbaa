"""Finding API tokens."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from warehouse.accounts.models import User
from warehouse.macaroons.models import Macaroon
from warehouse.packaging.models import Project


def macaroon_by_id(db: Session, key: UUID) -> Macaroon | None:
    """Return the token with this key, its owner loaded."""
    found = select(Macaroon).where(Macaroon.id == key).options(joinedload(Macaroon.user))
    return db.scalar(found)


def macaroons_of(db: Session, user: User) -> list[Macaroon]:
    """Return the tokens of one user, newest first."""
    found = select(Macaroon).where(Macaroon.user_id == user.id)
    return list(db.scalars(found.order_by(Macaroon.created.desc())))


def description_exists(db: Session, user: User, description: str) -> bool:
    """Return whether the user has a token with this description."""
    found = select(Macaroon.id).where(
        Macaroon.user_id == user.id, Macaroon.description == description
    )
    return db.scalar(found) is not None


def projects_with_ids(db: Session, ids: list[UUID]) -> list[Project]:
    """Return the projects with these keys that still exist."""
    return list(db.scalars(select(Project).where(Project.id.in_(ids))))
