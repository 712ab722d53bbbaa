"""Keeping what a page of an upstream lists, so that no file can change afterwards."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, cast
from uuid import UUID

import structlog
from sqlalchemy import Boolean, Row, Table, insert, literal_column, select, update
from sqlalchemy.dialects.postgresql import insert as insert_or
from sqlalchemy.orm import Session

from warehouse.simple_pages import ListedFile, ProjectPage
from warehouse.upstreams import queries
from warehouse.upstreams.asking import Said, Source
from warehouse.upstreams.models import UpstreamAlarm, UpstreamFile, UpstreamProject

log = structlog.get_logger(__name__)

_PROJECTS = cast(Table, UpstreamProject.__table__)
_FILES = cast(Table, UpstreamFile.__table__)
_MADE = insert_or(_PROJECTS)
_UPSERT = _MADE.on_conflict_do_update(
    index_elements=[_PROJECTS.c.normalized_name, _PROJECTS.c.upstream_id],
    set_={name: _MADE.excluded[name] for name in ("is_there", "etag", "checked")},
).returning(*_PROJECTS.columns, literal_column("xmax = 0", Boolean).label("is_new"))
"""Writes a project and returns its row; `is_new` says that PostgreSQL updated none."""

_INSERT = insert(_FILES).returning(*_FILES.columns)
_STRONG = ("sha256", "sha384", "sha512", "blake2b")


def keep(
    db: Session, source: Source, key: tuple[UUID, str], said: Said, now: datetime
) -> tuple[Any, Sequence[Row[Any]]]:
    """Write what an upstream said of a name, given with the upstream's id.

    Returns a row about the project, and the files that are listed of it.
    """
    project = _project(db, key, said, now)
    if not said.is_there:
        if not project.is_new:
            everything = update(UpstreamFile).where(UpstreamFile.project_id == project.id)
            db.execute(everything.values(is_listed=False))
        return project, ()
    if said.page is not None:
        made = _keep_files(db, source, project, said.page, now)
        if project.is_new:
            return project, made
    return project, queries.listed_files(db, project.id)


def _project(db: Session, key: tuple[UUID, str], said: Said, now: datetime) -> Any:
    """Write what was said of a name; the row tells whether nothing was known of it."""
    values = {"is_there": said.is_there, "etag": said.etag, "checked": now}
    named = {"upstream_id": key[0], "normalized_name": key[1]}
    return db.execute(_UPSERT, {**named, **values}).one()


def _keep_files(
    db: Session, source: Source, project: Any, page: ProjectPage, now: datetime
) -> Sequence[Row[Any]]:
    """Write what a page lists, and return the files that are new."""
    mine = select(UpstreamFile).where(UpstreamFile.project_id == project.id)
    known = {} if project.is_new else {each.filename: each for each in db.scalars(mine)}
    name = project.normalized_name
    listed = {each.filename: each for each in page.files if each.is_of(name)}
    new = [
        {
            "project_id": project.id,
            "first_seen": now,
            "hashes": dict(each.hashes),
            **_values(each),
        }
        for filename, each in listed.items()
        if filename not in known
    ]
    for filename, row in known.items():
        if filename not in listed:
            row.is_listed = False
        else:
            _take_over(db, source, name, row, listed[filename])
    made = db.execute(_INSERT, new).all() if new else []
    return sorted(made, key=lambda row: row.id)


def _take_over(
    db: Session, source: Source, name: str, row: UpstreamFile, said: ListedFile
) -> None:
    """Write what may change of a file; its hashes may not."""
    changed = _contradiction(row.hashes, said.hashes)
    row.is_disputed = changed is not None
    row.is_listed = True
    if changed is not None:
        was, now = changed
        log.error("upstream_hash_changed", upstream=source.name, filename=said.filename)
        alarm = insert_or(UpstreamAlarm).values(
            upstream=source.name,
            normalized_name=name,
            filename=said.filename,
            was=was,
            now=now,
        )
        db.execute(alarm.on_conflict_do_nothing())
        return
    for key, value in _values(said).items():
        if getattr(row, key) != value:
            setattr(row, key, value)
    if set(said.hashes) - set(row.hashes):
        row.hashes = {**said.hashes, **row.hashes}


def _contradiction(
    was: Mapping[str, str], now: Mapping[str, str]
) -> tuple[str, str] | None:
    """Return an old and a new hash that differ, or None.

    Strong hashes that are left out contradict as well, or another file could be taken
    for this one.
    """
    for algorithm, digest in was.items():
        if now.get(algorithm, digest) != digest:
            return f"{algorithm}={digest}", f"{algorithm}={now[algorithm]}"
    strong = [each for each in _STRONG if each in was]
    if strong and not any(each in now for each in _STRONG):
        return f"{strong[0]}={was[strong[0]]}", "no hash"
    return None


def _values(each: ListedFile) -> dict[str, object]:
    """Return what an upstream may say anew of a file."""
    digests = each.core_metadata
    metadata = None if digests is None else dict(digests) or True
    return {
        "filename": each.filename,
        "url": each.url,
        "requires_python": each.requires_python,
        "yanked": each.yanked is not None,
        "yanked_reason": each.yanked or None,
        "size": each.size,
        "upload_time": each.upload_time,
        "core_metadata": metadata,
        "provenance": each.provenance,
    }
