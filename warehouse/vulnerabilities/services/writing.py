"""Writing changes of vulnerabilities: as many statements for one as for a thousand."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, delete, func, insert, select, tuple_, update
from sqlalchemy.dialects.postgresql import insert as insert_or
from sqlalchemy.orm import Session

from warehouse.packaging.models import Release
from warehouse.vulnerabilities.affected import stored
from warehouse.vulnerabilities.models import (
    AffectedName,
    Vulnerability,
    release_vulnerabilities,
)
from warehouse.vulnerabilities.services.changes import Change

MOST_STATEMENTS = 20
"""How many former statements of a source about a name are kept, besides that of now."""

_links = release_vulnerabilities.c
_about = (AffectedName.vulnerability_id, AffectedName.normalized_name)


def write(db: Session, source: str, changes: Sequence[Change]) -> None:
    """Write what changes; nothing, if nothing does."""
    _write_words(db, source, [each for each in changes if each.is_said_anew])
    _write_names(db, source, changes)
    _write_releases(db, source, changes)
    gone = [each for each in changes if not each.is_kept and each.before.words is not None]
    if gone:
        forget(db, source, [each.id for each in gone])


def forget(db: Session, source: str, ids: Collection[str]) -> None:
    """Delete vulnerabilities, with all that is said of names, and from releases."""
    mine = Vulnerability.source == source
    db.execute(delete(Vulnerability).where(mine, Vulnerability.id.in_(ids)))


def attach(db: Session, links: Iterable[tuple[str, str, UUID]]) -> None:
    """Attach vulnerabilities, by source and id, to releases that may have them already.

    What was deleted since it was found is left out, and the rest stays until this is over.
    """
    wanted = set(links)
    if not wanted:
        return
    about = (Vulnerability.source, Vulnerability.id)
    known = tuple_(*about).in_(sorted({each[:2] for each in wanted}))
    there = Release.id.in_({each[2] for each in wanted})
    keys = set(map(tuple, _held(db, select(*about).where(known))))
    ids = set(map(tuple, _held(db, select(Release.id).where(there))))
    names = ("vulnerability_source", "vulnerability_id", "release_id")
    rows = [
        dict(zip(names, each, strict=True))
        for each in sorted(wanted)
        if each[:2] in keys and each[2:] in ids
    ]
    if rows:
        adding = insert_or(release_vulnerabilities).on_conflict_do_nothing()
        db.execute(adding, rows)


def _held(db: Session, statement: Select[*tuple[Any, ...]]) -> Sequence[Row[Any]]:
    """Return rows that nobody can delete before this transaction ends."""
    return db.execute(statement.with_for_update(read=True, key_share=True)).all()


def _write_words(db: Session, source: str, changes: Sequence[Change]) -> None:
    if not changes:
        return
    writing = insert_or(Vulnerability)
    columns = {name: writing.excluded[name] for name in changes[0].words if name != "id"}
    key = [Vulnerability.source, Vulnerability.id]
    db.execute(
        writing.on_conflict_do_update(index_elements=key, set_=columns),
        [{**each.words, "source": source} for each in changes],
    )


def _write_names(db: Session, source: str, changes: Sequence[Change]) -> None:
    mine = AffectedName.vulnerability_source == source
    dropped = [(each.id, name) for each in changes if each.is_kept for name in each.dropped]
    if dropped:
        db.execute(delete(AffectedName).where(mine, tuple_(*_about).in_(dropped)))
    new = list(_statements(source, changes))
    former = [
        (each.id, name)
        for each in changes
        for name in each.renewed
        if name in each.before.said
    ]
    if former:
        is_former = (mine, tuple_(*_about).in_(former))
        now = func.timezone("utc", func.now())
        ending = update(AffectedName).where(*is_former, AffectedName.ended.is_(None))
        db.execute(ending.values(ended=now), execution_options=_UNSYNCHRONIZED)
        _cut_short(db, is_former)
    if new:
        db.execute(insert(AffectedName), new)


def _statements(source: str, changes: Iterable[Change]) -> Iterator[dict[str, Any]]:
    for each in changes:
        for name, affected in each.renewed.items():
            yield {
                "normalized_name": name,
                "vulnerability_source": source,
                "vulnerability_id": each.id,
                "versions": sorted(affected.versions),
                "ranges": stored(affected.ranges),
            }


def _cut_short(db: Session, is_former: Iterable[Any]) -> None:
    """Delete the oldest statements about names that sources change their minds about."""
    newest_first = AffectedName.ended.desc()
    place = func.row_number().over(partition_by=_about, order_by=newest_first)
    ranked = select(AffectedName.id, place.label("place")).where(*is_former).subquery()
    old = select(ranked.c.id).where(ranked.c.place > MOST_STATEMENTS)
    db.execute(
        delete(AffectedName).where(AffectedName.id.in_(old)),
        execution_options=_UNSYNCHRONIZED,
    )


def _write_releases(db: Session, source: str, changes: Sequence[Change]) -> None:
    detached = [(each.id, release) for each in changes for release in each.detached]
    if detached:
        key = tuple_(_links.vulnerability_id, _links.release_id)
        mine = _links.vulnerability_source == source
        db.execute(delete(release_vulnerabilities).where(mine, key.in_(detached)))
    attach(
        db, [(source, each.id, release) for each in changes for release in each.attached]
    )


_UNSYNCHRONIZED = {"synchronize_session": False}
