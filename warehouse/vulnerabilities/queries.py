"""Finding vulnerabilities, and the releases that may have them."""

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, select
from sqlalchemy.orm import Session
from sqlalchemy.sql.expression import SQLColumnExpression

from warehouse.packaging.models import Project, Release
from warehouse.packaging.models.privacy import is_public
from warehouse.vulnerabilities.models import Vulnerability, release_vulnerabilities

_links = release_vulnerabilities.c

IS_LINKED = (_links.vulnerability_source == Vulnerability.source) & (
    _links.vulnerability_id == Vulnerability.id
)
"""The condition that a row of `release_vulnerabilities` is about a vulnerability."""


def releases_of(db: Session, projects: Collection[str]) -> Sequence[Any]:
    """Return project, version and id of the releases of these normalised names."""
    if not projects:
        return []
    return db.execute(
        select(Project.normalized_name, Release.version, Release.id)
        .join(Release, Release.project_id == Project.id)
        .where(Project.normalized_name.in_(projects))
    ).all()


def projects_with(db: Session, releases: Collection[UUID]) -> Sequence[str]:
    """Return the names of the public projects of these releases."""
    return db.scalars(
        select(Project.name)
        .join(Release, Release.project_id == Project.id)
        .where(Release.id.in_(releases), is_public(Project))
        .distinct()
    ).all()


def affected_projects(db: Session, releases: Collection[UUID]) -> Sequence[Project]:
    """Return the projects of these releases, by name."""
    wanted = select(Release.project_id).where(Release.id.in_(releases))
    return db.scalars(
        select(Project).where(Project.id.in_(wanted)).order_by(Project.normalized_name)
    ).all()


def releases_with(db: Session, source: str, id_: str) -> dict[UUID, str]:
    """Return the releases with this vulnerability, each with its project's name."""
    found = db.execute(
        select(Release.id, Project.normalized_name)
        .join(release_vulnerabilities, _links.release_id == Release.id)
        .join(Project, Project.id == Release.project_id)
        .where(_links.vulnerability_source == source, _links.vulnerability_id == id_)
    )
    return {release: project for release, project in found}


def versions_with(db: Session, source: str, id_: str) -> dict[str, frozenset[str]]:
    """Return the versions with this vulnerability, by the normalised name of a project."""
    found: dict[str, set[str]] = {}
    rows = db.execute(
        select(Project.normalized_name, Release.version)
        .join(Release, Release.project_id == Project.id)
        .join(release_vulnerabilities, _links.release_id == Release.id)
        .where(_links.vulnerability_source == source, _links.vulnerability_id == id_)
    )
    for project, version in rows:
        found.setdefault(project, set()).add(version)
    return {project: frozenset(versions) for project, versions in found.items()}


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
