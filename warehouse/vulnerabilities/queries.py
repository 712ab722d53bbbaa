"""Finding vulnerabilities, and the names and releases that have them."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, and_, exists, or_, select, tuple_
from sqlalchemy.orm import Session
from sqlalchemy.sql.expression import SQLColumnExpression

from warehouse.packaging.models import Project, Release
from warehouse.vulnerabilities import affected
from warehouse.vulnerabilities.affected import Affected
from warehouse.vulnerabilities.findings import Finding, Statement, among
from warehouse.vulnerabilities.models import (
    AffectedName,
    Vulnerability,
    release_vulnerabilities,
)

_links = release_vulnerabilities.c

IS_LINKED = (_links.vulnerability_source == Vulnerability.source) & (
    _links.vulnerability_id == Vulnerability.id
)
"""The condition that a row of `release_vulnerabilities` is about a vulnerability."""

_IS_SAID_OF = (AffectedName.vulnerability_source == Vulnerability.source) & (
    AffectedName.vulnerability_id == Vulnerability.id
)


def statements_about(
    db: Session, names: Collection[str], then: datetime | None = None
) -> Sequence[Statement]:
    """Return what sources say of normalised names, or said at a moment, by id."""
    if not names:
        return []
    said, about = AffectedName, Vulnerability
    found = db.execute(
        select(
            *(said.normalized_name, said.versions, said.ranges),
            *(about.source, about.id, about.severity, about.withdrawn, about.fixed_in),
        )
        .join(about, _IS_SAID_OF)
        .where(said.normalized_name.in_(names), _was_said(then))
        .order_by(about.id, about.source)
    )
    return [
        Statement(name, affected.read(listed, ranges), *rest)
        for name, listed, ranges, *rest in found
    ]


def _was_said(then: datetime | None) -> ColumnElement[bool]:
    said = AffectedName
    if then is None:
        return said.ended.is_(None)
    begins = or_(said.noted.is_(None), said.noted <= then)
    return and_(begins, or_(said.ended.is_(None), said.ended > then))


def findings(
    db: Session, releases: Mapping[str, Collection[str]], then: datetime | None = None
) -> Sequence[Finding]:
    """Return which versions of normalised names have what, now or at a moment, by id.

    Whether anybody has a project of that name here makes no difference.
    """
    return among(statements_about(db, list(releases), then), releases)


def select_found(found: Iterable[Finding]) -> Select[Vulnerability]:
    """Select the vulnerabilities that were found, by source and id."""
    keys = {(each.statement.source, each.statement.id) for each in found}
    return (
        select(Vulnerability)
        .where(tuple_(Vulnerability.source, Vulnerability.id).in_(sorted(keys)))
        .order_by(Vulnerability.source, Vulnerability.id)
    )


def words_of(
    db: Session, source: str, ids: Collection[str]
) -> Mapping[str, dict[str, Any]]:
    """Return what a source says of each of its vulnerabilities that is known, by id."""
    about = Vulnerability
    columns = (about.id, about.link, about.aliases, about.details, about.summary)
    more = (about.fixed_in, about.withdrawn, about.severity)
    mine = (about.source == source, about.id.in_(ids))
    found = db.execute(select(*columns, *more).where(*mine))
    return {each.id: each._asdict() for each in found}


def said_now(
    db: Session, source: str, ids: Collection[str]
) -> Mapping[str, Mapping[str, Affected]]:
    """Return what a source says now of each name, by the id of a vulnerability."""
    said, found = AffectedName, defaultdict[str, dict[str, Affected]](dict)
    columns = (said.vulnerability_id, said.normalized_name, said.versions, said.ranges)
    for id_, name, listed, ranges in db.execute(
        select(*columns).where(
            said.vulnerability_source == source,
            said.vulnerability_id.in_(ids),
            _was_said(None),
        )
    ):
        found[id_][name] = affected.read(listed, ranges)
    return found


def names_about(db: Session, vulnerability: Vulnerability, *, limit: int) -> Sequence[str]:
    """Return the normalised names that a vulnerability is about, in their order."""
    said = AffectedName
    return db.scalars(
        select(said.normalized_name)
        .where(
            said.vulnerability_source == vulnerability.source,
            said.vulnerability_id == vulnerability.id,
            _was_said(None),
        )
        .order_by(said.normalized_name)
        .limit(limit)
    ).all()


def is_about(name: str) -> ColumnElement[bool]:
    """Return the condition that a vulnerability is about a normalised name."""
    said = (AffectedName.normalized_name == name) & _was_said(None)
    return exists().where(_IS_SAID_OF, said)


def releases_of(db: Session, projects: Collection[str]) -> Sequence[Any]:
    """Return the releases of these normalised names, and whether they are private."""
    if not projects:
        return []
    return db.execute(
        select(Project.normalized_name, Project.is_private, Release.version, Release.id)
        .join(Release, Release.project_id == Project.id)
        .where(Project.normalized_name.in_(projects))
    ).all()


def affected_projects(db: Session, releases: Collection[UUID]) -> Sequence[Project]:
    """Return the projects of these releases, by name."""
    wanted = select(Release.project_id).where(Release.id.in_(releases))
    return db.scalars(
        select(Project).where(Project.id.in_(wanted)).order_by(Project.normalized_name)
    ).all()


def releases_with(
    db: Session, source: str, ids: Collection[str]
) -> Mapping[str, Mapping[UUID, str]]:
    """Return the releases with each vulnerability, each with its project's name."""
    found: dict[str, dict[UUID, str]] = defaultdict(dict)
    rows = db.execute(
        select(_links.vulnerability_id, Release.id, Project.normalized_name)
        .join(release_vulnerabilities, _links.release_id == Release.id)
        .join(Project, Project.id == Release.project_id)
        .where(_links.vulnerability_source == source, _links.vulnerability_id.in_(ids))
    )
    for id_, release, project in rows:
        found[id_][release] = project
    return found


def vulnerability_named(db: Session, source: str, id_: str) -> Vulnerability | None:
    """Return the vulnerability that a source knows by this id, or None."""
    return db.get(Vulnerability, (source, id_))


def vulnerability_with_key(db: Session, key: UUID) -> Vulnerability | None:
    """Return a vulnerability by its key in one piece, or None."""
    return db.scalar(select(Vulnerability).where(Vulnerability.key == key))


def affected_releases(
    db: Session, vulnerability: Vulnerability, *, limit: int
) -> Sequence[Any]:
    """Return project and version of the releases that have it, in the order of projects."""
    return db.execute(
        select(Project.normalized_name, Release.version, Release.created)
        .join(Release, Release.project_id == Project.id)
        .join(release_vulnerabilities, _links.release_id == Release.id)
        .where(
            _links.vulnerability_source == vulnerability.source,
            _links.vulnerability_id == vulnerability.id,
        )
        .order_by(Project.normalized_name, Release.created.desc(), Release.id)
        .limit(limit)
    ).all()


def vulnerabilities_of_each(
    db: Session, releases: Collection[UUID]
) -> Sequence[Row[UUID, Vulnerability]]:
    """Return release and vulnerability of some releases, by source and id."""
    return db.execute(
        select(_links.release_id, Vulnerability)
        .join(Vulnerability, IS_LINKED)
        .where(_links.release_id.in_(releases))
        .order_by(Vulnerability.source, Vulnerability.id)
    ).all()


def select_vulnerabilities(
    release_id: UUID | SQLColumnExpression[UUID],
) -> Select[Vulnerability]:
    """Select the vulnerabilities of a release, by source and id."""
    return (
        select(Vulnerability)
        .select_from(Vulnerability)
        .join(release_vulnerabilities, IS_LINKED)
        .where(_links.release_id == release_id)
        .order_by(Vulnerability.source, Vulnerability.id)
    )


def described(vulnerability: Vulnerability) -> dict[str, Any]:
    """Return what a source says of a vulnerability, as a record keeps it."""
    return {
        "source": vulnerability.source,
        "id": vulnerability.id,
        "link": vulnerability.link,
        "aliases": vulnerability.aliases,
        "summary": vulnerability.summary,
        "withdrawn": vulnerability.withdrawn,
    }
