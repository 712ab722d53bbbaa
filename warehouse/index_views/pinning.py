"""Pinning the files of upstreams that are fetched through a view whose rule keeps them.

Whoever reads must not be able to fill the disk with what is never deleted. So what is
pinned takes a part of `UPSTREAM_MIB` at most; what has no room is served all the same, and
the first refusal is kept until there is room again, for `/_health/` and for staff.
"""

import time
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from sqlalchemy import ColumnElement, and_, delete, or_, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from warehouse.db import SessionFactory
from warehouse.index_views import pin_queries
from warehouse.index_views.impact import Impact
from warehouse.index_views.models import IndexView, IndexViewPin, IndexViewPinRefusal
from warehouse.index_views.queries import version_of, view_named
from warehouse.index_views.reading import read_rule
from warehouse.index_views.showing import SeenView
from warehouse.packaging.locations import METADATA
from warehouse.upstreams.models import UpstreamFile
from warehouse.upstreams.storage import UpstreamStorage, place_of

_WAITED, _TOLD = timedelta(days=1), timedelta(days=7)
_COUNTED_SECONDS = 2.0
_MIB = 1024 * 1024


def share_of(most_bytes: int) -> int:
    """Return how many bytes views may pin, of those that files of upstreams may take.

    A quarter stays for what nobody pins, so that the index goes on serving the rest.
    """
    return most_bytes * 3 // 4


class ViewPins:
    """Pins files; one for all threads of a process."""

    def __init__(
        self, sessions: SessionFactory, storage: UpstreamStorage, most_bytes: int
    ) -> None:
        self._sessions, self._storage = sessions, storage
        self._share = share_of(most_bytes)
        self._taken, self._counted = 0, -_COUNTED_SECONDS

    def wants(self, db: Session, view: SeenView, key: int, *, is_metadata: bool) -> bool:
        """Return whether a view keeps what is fetched, and does not yet keep this.

        It is the rule of today that says so, at whatever moment the view is seen.
        """
        newest = version_of(db, view.name) if view.then is not None else None
        rule = view.rule if newest is None else read_rule(newest.document)
        found = view_named(db, view.name) if rule.keeps_files else None
        if found is None:
            return False
        pin = pin_queries.pin_of(db, found.id, key)
        return pin is None or not (pin.has_file or is_metadata)

    def pin(self, view: str, key: int, *, is_metadata: bool) -> bool:
        """Pin a file, or the core metadata beside it; returns False if there is no room.

        It opens a transaction of its own, so the caller holds no connection meanwhile.
        """
        with self._sessions.transaction() as transaction:
            db = transaction.session
            found, file = view_named(db, view), db.get(UpstreamFile, key)
            if found is None or file is None:
                return False
            self._keep_from_eviction(file)
            size = _more_bytes(db, file, is_metadata=is_metadata)
            if self._bytes_taken(db) + size > self._share:
                refusal = {"view_id": found.id, "filename": file.filename, "size": size}
                noted = insert(IndexViewPinRefusal).values(refusal)
                db.execute(noted.on_conflict_do_nothing())
                return False
            _write(db, found, key, has_file=not is_metadata)
            self._taken += size
            return True

    def _bytes_taken(self, db: Session) -> int:
        """Return how much all views pin, as of a moment ago: counting reads every pin.

        What other processes pin meanwhile may be too much; eviction spares no more than
        may be pinned.
        """
        now = time.monotonic()
        if now - self._counted >= _COUNTED_SECONDS:
            self._taken, self._counted = pin_queries.pinned_by_all(db).size, now
        return self._taken

    def _keep_from_eviction(self, file: UpstreamFile) -> None:
        """Have what lies here not be evicted by whoever has listed it already."""
        beside = self._storage.touch(place_of(file.id, file.filename + METADATA))
        self._storage.touch(place_of(file.id, file.filename))
        if file.stored_metadata_size is None and beside is not None:
            # It was fetched before its size was noted.
            file.stored_metadata_size = beside


def _more_bytes(db: Session, file: UpstreamFile, *, is_metadata: bool) -> int:
    """Return how many more bytes are pinned if a file is, or the metadata beside it."""
    has_file = pin_queries.is_pinned(db, file.id)
    size = 0 if has_file is not None else file.stored_metadata_size or 0
    if not is_metadata and not has_file:
        size += file.stored_size or file.size or 0
    return size


def _write(db: Session, view: IndexView, key: int, *, has_file: bool) -> None:
    row = {"view_id": view.id, "file_id": key, "has_file": has_file}
    made = insert(IndexViewPin).values(row)
    if has_file:
        unique = [IndexViewPin.view_id, IndexViewPin.file_id]
        made = made.on_conflict_do_update(index_elements=unique, set_={"has_file": True})
    else:
        made = made.on_conflict_do_nothing()
    db.execute(made)


def pinned(db: Session, most_bytes: int) -> Mapping[int, bool]:
    """Return which files stay, and forget pins of what never came and refusals of the past.

    If less may be pinned than once was, what was pinned first stays.
    """
    share = share_of(most_bytes)
    db.execute(delete(IndexViewPin).where(_never_came()))
    left = share - pin_queries.pinned_by_all(db).size
    db.execute(
        delete(IndexViewPinRefusal).where(
            (IndexViewPinRefusal.size <= left)
            | (IndexViewPinRefusal.since < datetime.now(UTC) - _TOLD)
        )
    )
    return pin_queries.pinned_files(db, share)


def problem(db: Session, most_bytes: int) -> str | None:
    """Return that views cannot keep what is fetched through them, with numbers, or None."""
    found = pin_queries.smallest_refusal(db)
    if found is None:
        return None
    (name, refusal), share = found, share_of(most_bytes)
    taken = pin_queries.pinned_by_all(db).size
    if taken + refusal.size <= share:
        return None
    remedy = ", or release what a view keeps" if refusal.size <= share else ""
    return (
        f"the view {name} could not keep {refusal.filename} ({_mib(refusal.size)}): views "
        f"keep {_mib(taken)} of other indexes already, of {_mib(share)} that they may. It "
        f"was sent all the same. Raise UPSTREAM_MIB{remedy}"
    )


def would_keep(db: Session, found: Impact, most_bytes: int) -> str:
    """Return how much a rule that keeps files would, of what is known now, and the room."""
    taken, share = pin_queries.pinned_by_all(db).size, share_of(most_bytes)
    return (
        f"It would keep what is fetched through it: of what is known of other indexes now, "
        f"at most {found.kept:,} files with {_mib(found.kept_bytes)}. Views keep "
        f"{_mib(taken)} already, of {_mib(share)} that they may."
    )


def _mib(size: int) -> str:
    return f"{size / _MIB:,.1f} MiB"


def _never_came() -> ColumnElement[bool]:
    """Return the condition that nobody fetched what a view pinned a day ago."""
    absent = and_(
        UpstreamFile.stored_size.is_(None),
        or_(IndexViewPin.has_file, UpstreamFile.stored_metadata_size.is_(None)),
    )
    return and_(
        IndexViewPin.created < datetime.now(UTC) - _WAITED,
        select(UpstreamFile.id)
        .where(UpstreamFile.id == IndexViewPin.file_id, absent)
        .exists(),
    )
