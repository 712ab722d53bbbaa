"""Finding events."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    and_,
    false,
    func,
    select,
    true,
    tuple_,
    union_all,
)
from sqlalchemy.orm import Session, joinedload

from warehouse.db import Model
from warehouse.events.models import SYSTEM, Event, ProjectEvent, StaffAction

E = TypeVar("E", bound=Event)
M = TypeVar("M", bound=Model)


def events_of(
    db: Session,
    kind: type[E],
    owner_id: UUID,
    *,
    tags: Collection[str] | None = None,
    offset: int = 0,
    limit: int,
) -> Sequence[E]:
    """Return events of one owner with their addresses, the newest first."""
    found = (
        select(kind)
        .where(kind.source_id == owner_id)
        .options(joinedload(kind.ip_address))
        .order_by(kind.time.desc(), kind.id)
        .offset(offset)
        .limit(limit)
    )
    return db.scalars(found if tags is None else found.where(kind.tag.in_(tags))).all()


def count_events_of(
    db: Session, kind: type[E], owner_id: UUID, *, tags: Collection[str] | None = None
) -> int:
    """Return how many events of one owner there are."""
    found = select(func.count()).select_from(kind).where(kind.source_id == owner_id)
    return db.scalar(found if tags is None else found.where(kind.tag.in_(tags))) or 0


def published_actions(
    db: Session, *, before: StaffAction | None = None, limit: int
) -> Sequence[StaffAction]:
    """Return the actions of staff in the public log, the newest first, by place."""
    place = tuple_(StaffAction.created, StaffAction.id)
    found = select(StaffAction).where(
        StaffAction.log_entry.is_not(None), ~StaffAction.is_private
    )
    if before is not None:
        found = found.where(place < (before.created, before.id))
    newest = found.order_by(StaffAction.created.desc(), StaffAction.id.desc())
    return db.scalars(newest.limit(limit)).all()


def published_action(db: Session, key: UUID) -> StaffAction | None:
    """Return the entry of the public log with this key, or None."""
    found = db.get(StaffAction, key)
    if found is None or found.log_entry is None or found.is_private:
        return None
    return found


@dataclass(frozen=True)
class ProjectHappening:
    """What happened to a project: an event, or an action of staff with its effects."""

    when: datetime
    event: ProjectEvent | None = None
    action: StaffAction | None = None
    effects: tuple[ProjectEvent, ...] = ()


def count_history_of_project(db: Session, project_id: UUID) -> int:
    """Return how many events and actions of staff owners see of a project."""
    found = select(func.count()).select_from(_history(project_id).subquery())
    return db.scalar(found) or 0


def history_of_project(
    db: Session, project_id: UUID, *, offset: int = 0, limit: int
) -> list[ProjectHappening]:
    """Return what owners see of the history of a project, the newest first.

    Events that staff brought about are the effects of their action.
    """
    rows = _history(project_id).subquery()
    found = db.execute(
        select(rows).order_by(rows.c.time.desc(), rows.c.id).offset(offset).limit(limit)
    ).all()
    events = _by_id(db, ProjectEvent, [each.id for each in found if not each.is_staff])
    actions = _by_id(db, StaffAction, [each.id for each in found if each.is_staff])
    effects = _effects(db, list(actions))
    return [
        ProjectHappening(
            each.time,
            event=events.get(each.id),
            action=actions.get(each.id),
            effects=tuple(effects.get(each.id, ())),
        )
        for each in found
    ]


def _is_effect() -> ColumnElement[bool]:
    """Return whether an event was brought about by an action of staff."""
    by = ProjectEvent.additional["submitted_by"].astext
    return and_(
        StaffAction.project_id == ProjectEvent.source_id,
        ProjectEvent.time.between(StaffAction.begun, StaffAction.created),
        func.coalesce(by, SYSTEM) == StaffAction.actor_name,
    )


def _history(project_id: UUID) -> CompoundSelect[Any]:
    events = (
        select(ProjectEvent.id, ProjectEvent.time, false().label("is_staff"))
        .where(ProjectEvent.source_id == project_id)
        .where(~select(StaffAction.id).where(_is_effect()).exists())
    )
    actions = select(
        StaffAction.id, StaffAction.created.label("time"), true().label("is_staff")
    ).where(StaffAction.project_id == project_id)
    return union_all(events, actions)


def _effects(db: Session, actions: Sequence[UUID]) -> dict[UUID, list[ProjectEvent]]:
    found: dict[UUID, list[ProjectEvent]] = {}
    if not actions:
        return found
    rows = db.execute(
        select(StaffAction.id, ProjectEvent)
        .join(ProjectEvent, _is_effect())
        .where(StaffAction.id.in_(actions))
        .order_by(ProjectEvent.time, ProjectEvent.id)
    )
    for key, event in rows:
        found.setdefault(key, []).append(event)
    return found


def _by_id(db: Session, kind: type[M], keys: Sequence[UUID]) -> dict[UUID, M]:
    if not keys:
        return {}
    return {each.id: each for each in db.scalars(select(kind).where(kind.id.in_(keys)))}
