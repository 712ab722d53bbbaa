"""What happened to one thing, of all sources in one stream: events, journal, staff."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from heapq import merge
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from warehouse.accounts.models import User
from warehouse.events.models import (
    Event,
    OrganizationEvent,
    ProjectEvent,
    StaffAction,
    UserEvent,
)
from warehouse.events.queries import events_of
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
    journal = select(JournalEntry).where(JournalEntry.submitted_by == user.username)
    return _newest(
        _events(db, UserEvent, user.id),
        _journal(db, journal),
        actions_on(db, "user", user.id),
    )


def history_of_project(db: Session, project: Project) -> list[Happening]:
    """Return what happened to a project, the newest first."""
    journal = select(JournalEntry).where(JournalEntry.name == project.name)
    return _newest(
        _events(db, ProjectEvent, project.id),
        _journal(db, journal),
        actions_on(db, "project", project.id),
    )


def history_of_organization(db: Session, organization: Organization) -> list[Happening]:
    """Return what happened to an organization, the newest first."""
    return _newest(
        _events(db, OrganizationEvent, organization.id),
        actions_on(db, "organization", organization.id),
    )


def actions_on(db: Session, kind: str, key: UUID, *, limit: int = MOST) -> list[Happening]:
    """Return what staff did to one thing, the newest first."""
    rows = db.scalars(
        select(StaffAction)
        .where(StaffAction.subject_kind == kind, StaffAction.subject_id == str(key))
        .order_by(StaffAction.created.desc())
        .limit(limit)
    )
    return [
        Happening(each.created, "staff", f"{each.action}: {each.reason}", each.actor_name)
        for each in rows
    ]


def _events(db: Session, kind: type[Event], owner_id: UUID) -> list[Happening]:
    return [
        Happening(each.time, "event", each.tag, _from(each))
        for each in events_of(db, kind, owner_id, limit=MOST)
    ]


def _from(event: Event) -> str:
    address = event.ip_address
    return "" if address is None else str(address.ip_address)


def _journal(db: Session, found: Any) -> list[Happening]:
    rows: Sequence[JournalEntry] = db.scalars(
        found.order_by(JournalEntry.id.desc()).limit(MOST)
    ).all()
    return [
        Happening(
            each.submitted_date,
            "journal",
            " ".join(filter(None, (each.name, each.version, each.action))),
            each.submitted_by or "",
        )
        for each in rows
    ]


def _newest(*sources: list[Happening]) -> list[Happening]:
    ordered = merge(*sources, key=lambda each: each.when, reverse=True)
    return [each for _, each in zip(range(MOST), ordered, strict=False)]
