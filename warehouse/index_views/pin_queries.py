"""Finding what views pin: their files, how many bytes these are, and what had no room."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import BigInteger, ColumnElement, Row, case, cast, func, select
from sqlalchemy.orm import Session

from warehouse.index_views.models import IndexView, IndexViewPin, IndexViewPinRefusal
from warehouse.upstreams.models import UpstreamFile

_here = func.coalesce(UpstreamFile.stored_size, UpstreamFile.size, 0)
"""Bytes of a file; of one that is still to come, those that its upstream announced."""

_beside = func.coalesce(UpstreamFile.stored_metadata_size, 0)


class Pinned(NamedTuple):
    """How much a view pins, or all of them do."""

    files: int
    metadata: int
    """Files of which it pins the core metadata alone."""
    size: int
    """Bytes."""


def pin_of(db: Session, view_id: UUID, file_id: int) -> IndexViewPin | None:
    """Return that a view pins a file, or None."""
    return db.get(IndexViewPin, (view_id, file_id))


def is_pinned(db: Session, file_id: int) -> bool | None:
    """Return whether any view pins a file, False for its metadata alone, None if none."""
    mine = IndexViewPin.file_id == file_id
    return db.scalar(select(func.bool_or(IndexViewPin.has_file)).where(mine))


def pinned_by(db: Session, view: IndexView) -> Pinned:
    """Return how much a view pins; what others pin as well counts for each."""
    return _summed(db, IndexViewPin.view_id == view.id)


def pinned_by_all(db: Session) -> Pinned:
    """Return how much all views pin together."""
    return _summed(db)


class PinsOfView(NamedTuple):
    """How much a view pins, and since when it has had no room for more."""

    name: str
    files: int
    metadata: int
    size: int
    no_room_since: datetime | None


def pins_of_views(db: Session) -> Sequence[PinsOfView]:
    """Return every view that pins anything or had no room to, by name."""
    found = _each(IndexViewPin.view_id).subquery()
    number = func.count(found.c.id)
    is_file = func.coalesce(found.c.has_file, False)
    rows = db.execute(
        select(
            IndexView.name,
            number.filter(is_file).label("files"),
            number.filter(~is_file).label("metadata"),
            _sum(found.c.size).label("size"),
            IndexViewPinRefusal.since.label("no_room_since"),
        )
        .outerjoin(found, found.c.view_id == IndexView.id)
        .outerjoin(IndexViewPinRefusal, IndexViewPinRefusal.view_id == IndexView.id)
        .where(found.c.id.is_not(None) | IndexViewPinRefusal.since.is_not(None))
        .group_by(IndexView.name, IndexViewPinRefusal.since)
        .order_by(IndexView.name)
    )
    return [PinsOfView(*row) for row in rows]


def refusal_of(db: Session, view: IndexView) -> IndexViewPinRefusal | None:
    """Return what a view had no room for first, or None."""
    return db.get(IndexViewPinRefusal, view.id)


def smallest_refusal(db: Session) -> Row[str, IndexViewPinRefusal] | None:
    """Return the name of a view and what it had no room for, the smallest of all."""
    return db.execute(
        select(IndexView.name, IndexViewPinRefusal)
        .join(IndexViewPinRefusal, IndexViewPinRefusal.view_id == IndexView.id)
        .order_by(IndexViewPinRefusal.size, IndexView.name)
        .limit(1)
    ).one_or_none()


def pinned_files(db: Session, most_bytes: int) -> Mapping[int, bool]:
    """Return the pinned files of which anything lies here, those first that were pinned
    first, up to so many bytes: whether the file is pinned, or its metadata alone."""
    each = _each().subquery()
    until = func.sum(each.c.size).over(order_by=(each.c.since, each.c.id))
    counted = select(each, until.label("until")).subquery()
    found = select(counted.c.id, counted.c.has_file).where(
        counted.c.until <= most_bytes, counted.c.lies_here
    )
    return {key: has_file for key, has_file in db.execute(found)}


def _summed(db: Session, *conditions: ColumnElement[bool]) -> Pinned:
    each = _each().where(*conditions).subquery()
    number, size = func.count(each.c.id), _sum(each.c.size)
    files, metadata = number.filter(each.c.has_file), number.filter(~each.c.has_file)
    return Pinned(*db.execute(select(files, metadata, size)).one())


def _sum(column: ColumnElement[int]) -> ColumnElement[int]:
    return cast(func.coalesce(func.sum(column), 0), BigInteger)


def _each(*columns: Any) -> Any:
    """Return a statement for each pinned file, however many views pin it."""
    has_file = func.bool_or(IndexViewPin.has_file)
    return (
        select(
            *columns,
            UpstreamFile.id,
            has_file.label("has_file"),
            (case((has_file, _here), else_=0) + _beside).label("size"),
            func.min(IndexViewPin.created).label("since"),
            (
                UpstreamFile.stored_size.is_not(None)
                | UpstreamFile.stored_metadata_size.is_not(None)
            ).label("lies_here"),
        )
        .join(IndexViewPin, IndexViewPin.file_id == UpstreamFile.id)
        .group_by(*columns, UpstreamFile.id)
    )
