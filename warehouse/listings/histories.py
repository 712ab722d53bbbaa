"""What happened to one thing, of all sources in one stream: events, journal, staff."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import String, cast, func, literal, select, union_all
from sqlalchemy.orm import Session

from warehouse.accounts.models import User
from warehouse.events.models import (
    Event,
    IPAddress,
    OrganizationEvent,
    ProjectEvent,
    StaffAction,
    UserEvent,
)
from warehouse.organizations.models import Organization
from warehouse.packaging.models import JournalEntry, Project

MOST = 50
"""Rows of each source, and of the whole stream."""


@dataclass(frozen=True)
class Happening:
    """Something that happened: when, of which source, what, and who did it."""

    when: datetime
    kind: str
    what: str
    who: str


def history_of_user(db: Session, user: User) -> list[Happening]:
    """Return what happened to an account and what it did, the newest first."""
    return _newest(
        db,
        _events(UserEvent, [user.id]),
        _journal(JournalEntry.submitted_by == user.username),
        _staff("user", user.id),
    )


def history_of_project(db: Session, project: Project) -> list[Happening]:
    """Return what happened to a project, the newest first."""
    return _newest(
        db,
        _events(ProjectEvent, [project.id]),
        _journal(JournalEntry.name == project.name),
        _staff("project", project.id),
    )


def history_of_organization(db: Session, organization: Organization) -> list[Happening]:
    """Return what happened to an organization, the newest first."""
    return _newest(
        db,
        _events(OrganizationEvent, [organization.id]),
        _staff("organization", organization.id),
    )


def actions_on(db: Session, kind: str, key: UUID, *, limit: int = MOST) -> list[Happening]:
    """Return what staff did to one thing, the newest first."""
    return _happenings(db.execute(_staff(kind, key).limit(limit)))


def doings_of(db: Session, users: Sequence[User], *, since: datetime) -> list[Happening]:
    """Return what happened to accounts and what they did since then, the newest first."""
    names = [each.username for each in users]
    events = _events(UserEvent, [each.id for each in users], username=True)
    journal = _journal(JournalEntry.submitted_by.in_(names))
    return _newest(
        db,
        events.where(UserEvent.time >= since),
        journal.where(JournalEntry.submitted_date >= since),
    )


def _events(kind: type[Event], owners: list[UUID], *, username: bool = False) -> Any:
    """Select events with the addresses they came from, and whose they are if wanted."""
    address = func.host(IPAddress.ip_address)
    who = func.concat_ws(" ", cast(User.username, String), address) if username else address
    found = select(kind.time, literal("event"), kind.tag, who).outerjoin(
        IPAddress, IPAddress.id == kind.ip_address_id
    )
    if username:
        found = found.join(User, User.id == kind.source_id)
    return found.where(kind.source_id.in_(owners)).order_by(kind.time.desc(), kind.id)


def _journal(condition: Any) -> Any:
    what = func.concat_ws(" ", JournalEntry.name, JournalEntry.version, JournalEntry.action)
    who = cast(JournalEntry.submitted_by, String)
    found = select(JournalEntry.submitted_date, literal("journal"), what, who)
    return found.where(condition).order_by(JournalEntry.id.desc())


def _staff(kind: str, key: UUID) -> Any:
    what = func.concat(StaffAction.action, ": ", StaffAction.reason)
    found = select(StaffAction.created, literal("staff"), what, StaffAction.actor_name)
    is_it = (StaffAction.subject_kind == kind) & (StaffAction.subject_id == str(key))
    if kind == "project":
        # What was done to its releases and files, too.
        is_it |= StaffAction.project_id == key
    return found.where(is_it).order_by(StaffAction.created.desc())


def _newest(db: Session, *sources: Any) -> list[Happening]:
    """Return the newest rows of all sources, by one statement."""
    parts = [each.limit(MOST).subquery() for each in sources]
    every = union_all(*(select(part) for part in parts)).subquery()
    when, kind, what, who = every.c
    newest = select(when, kind, what, who).order_by(when.desc()).limit(MOST)
    return _happenings(db.execute(newest))


def _happenings(rows: Any) -> list[Happening]:
    return [Happening(when, kind, what, who or "") for when, kind, what, who in rows]
