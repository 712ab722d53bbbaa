"""Finding appeals, what they are about, and whom it concerns."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from warehouse.accounts.models import User
from warehouse.appeals.models import GOING, Appeal, AppealMessage
from warehouse.events.models import StaffAction
from warehouse.packaging.models import Project
from warehouse.packaging.queries import owned_project_ids, owner_ids, project_with_id


def action_with_id(db: Session, key: UUID) -> StaffAction | None:
    """Return the action of staff with this key, or None."""
    return db.get(StaffAction, key)


def concerned_ids(db: Session, action: StaffAction) -> list[UUID]:
    """Return the ids of those who own the project of an action.

    Where it is gone, they are those who owned it when the action was done.
    """
    if action.project_id is None:
        return []
    if project_with_id(db, action.project_id) is None:
        return list(action.owner_ids)
    return owner_ids(db, action.project_id)


def concerned_people(db: Session, action: StaffAction) -> Sequence[User]:
    """Return those who own the project of an action, or owned it, by name."""
    found = select(User).where(User.id.in_(concerned_ids(db, action)))
    return db.scalars(found.order_by(User.username)).all()


def decisions_about(db: Session, user: User, *, limit: int) -> Sequence[StaffAction]:
    """Return what staff did to projects that a person owns, or owned when it went.

    The newest comes first.
    """
    is_gone = ~select(Project.id).where(Project.id == StaffAction.project_id).exists()
    owned = owned_project_ids(db, user.id)
    return db.scalars(
        select(StaffAction)
        .where(
            or_(
                StaffAction.project_id.in_(owned),
                StaffAction.owner_ids.contains([user.id]) & is_gone,
            )
        )
        .order_by(StaffAction.created.desc(), StaffAction.id)
        .limit(limit)
    ).all()


def appeals_against(db: Session, actions: Sequence[UUID]) -> Sequence[Appeal]:
    """Return the appeals against some actions with their messages, the oldest first."""
    return db.scalars(
        select(Appeal)
        .where(Appeal.action_id.in_(actions))
        .options(selectinload(Appeal.messages))
        .order_by(Appeal.created)
    ).all()


def going_appeal_locked(db: Session, action_id: UUID) -> Appeal | None:
    """Return the undecided appeal against an action, locked, or None."""
    found = select(Appeal).where(Appeal.action_id == action_id, Appeal.status.in_(GOING))
    fresh = found.with_for_update().execution_options(populate_existing=True)
    return db.scalar(fresh)


def appeal_with_id(db: Session, key: UUID) -> Appeal | None:
    """Return the appeal with this key and what it is against, or None."""
    return db.get(Appeal, key, options=[joinedload(Appeal.action)])


def count_going_of(db: Session, user_id: UUID) -> int:
    """Return how many undecided appeals a person has opened."""
    found = select(func.count()).select_from(Appeal).where(Appeal.opened_by_id == user_id)
    return db.scalar(found.where(Appeal.status.in_(GOING))) or 0


def count_of_owners(db: Session, appeal_id: UUID) -> int:
    """Return how many messages of an appeal are by owners."""
    found = select(func.count()).select_from(AppealMessage)
    return (
        db.scalar(
            found.where(AppealMessage.appeal_id == appeal_id, ~AppealMessage.is_from_staff)
        )
        or 0
    )
