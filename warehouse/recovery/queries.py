"""Finding requests, and the public places that an account has named."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, func, literal, select, union_all
from sqlalchemy.orm import Session, joinedload

from warehouse.packaging.models import Project, Release, ReleaseURL, Role
from warehouse.recovery.models import RecoveryRequest, RecoveryStatus

_MOST_PLACES = 50
_LABELS = ("homepage", "source", "sourcecode", "repository", "github", "gitlab")
"""The labels, without punctuation, of links whose targets belong to a project (PEP 753)."""


@dataclass(frozen=True)
class Place:
    """A public place that projects of an account name, and since when."""

    url: str
    projects: tuple[str, ...]
    since: datetime


def request_locked(db: Session, key: UUID) -> RecoveryRequest | None:
    """Return the request with this key, locked until the transaction ends."""
    return db.get(RecoveryRequest, key, with_for_update=True, populate_existing=True)


def going_requests_of(db: Session, user_id: UUID) -> Sequence[RecoveryRequest]:
    """Return the requests for an account that are not closed, locked."""
    return db.scalars(
        select(RecoveryRequest)
        .where(
            RecoveryRequest.user_id == user_id,
            RecoveryRequest.status != RecoveryStatus.CLOSED,
        )
        .order_by(RecoveryRequest.created)
        .with_for_update()
    ).all()


def requests_for(db: Session, user_id: UUID, *, limit: int) -> Sequence[RecoveryRequest]:
    """Return the requests for an account, the newest first."""
    return db.scalars(
        select(RecoveryRequest)
        .where(RecoveryRequest.user_id == user_id)
        .order_by(RecoveryRequest.created.desc())
        .limit(limit)
    ).all()


def requests_for_staff(db: Session, *, with_closed: bool) -> Sequence[RecoveryRequest]:
    """Return the requests whose contact address was proved, the oldest first."""
    wanted = [RecoveryStatus.OPEN, *([RecoveryStatus.CLOSED] if with_closed else [])]
    return db.scalars(
        select(RecoveryRequest)
        .where(RecoveryRequest.status.in_(wanted), RecoveryRequest.confirmed.is_not(None))
        .options(joinedload(RecoveryRequest.user))
        .order_by(RecoveryRequest.created)
    ).all()


def delete_unconfirmed(db: Session, *, before: datetime) -> int:
    """Delete the requests whose contact address nobody proved; return how many."""
    gone = db.scalars(
        delete(RecoveryRequest)
        .where(RecoveryRequest.confirmed.is_(None), RecoveryRequest.created < before)
        .returning(RecoveryRequest.id)
    ).all()
    return len(gone)


def places_of(db: Session, user_id: UUID, *, before: datetime) -> list[Place]:
    """Return the home pages and repositories of the projects that an account owns.

    Only releases from `before` count; the oldest place comes first, because whoever stole
    an account can name a new one.
    """
    labels = func.lower(func.regexp_replace(ReleaseURL.name, "[^A-Za-z]", "", "g"))
    labelled = select(ReleaseURL.release_id, ReleaseURL.url).where(labels.in_(_LABELS))
    pages = select(Release.id, Release.home_page).where(Release.home_page != literal(""))
    named = union_all(labelled, pages).subquery("named")
    since = func.min(Release.created)
    found = db.execute(
        select(named.c.url, func.array_agg(Project.name.distinct()), since)
        .join(Release, Release.id == named.c.release_id)
        .join(Project, Project.id == Release.project_id)
        .join(Role, Role.project_id == Project.id)
        .where(Role.user_id == user_id, Role.role_name == "Owner")
        .where(Release.created < before, named.c.url.op("~*")("^https?://"))
        .group_by(named.c.url)
        .order_by(since, named.c.url)
        .limit(_MOST_PLACES)
    )
    return [Place(url, tuple(names), moment) for url, names, moment in found]
