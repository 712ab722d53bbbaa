"""Releases: found by version, the best one of a project, and the newest of the index.

The *best* release is the one that a project is shown by: not yanked, final and newest, in
that order. Functions named `select_…` return statements, which callers put into their own.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Sequence
from datetime import datetime
from typing import Any, TypeAlias
from uuid import UUID

from sqlalchemy import ColumnElement, Exists, Select, func, select, true
from sqlalchemy.orm import Session, aliased, contains_eager, joinedload
from sqlalchemy.sql.expression import SQLColumnExpression

from warehouse.classifiers.models import Classifier
from warehouse.organizations.models import Organization
from warehouse.packaging import versions
from warehouse.packaging.models import (
    File,
    OrganizationProject,
    PackageType,
    Project,
    Release,
    release_classifiers,
)
from warehouse.packaging.models.lifecycle import is_visible
from warehouse.packaging.selections import Candidate

Order: TypeAlias = Callable[[type[Release]], tuple[ColumnElement[Any], ...]]
"""What says in which order releases come."""

BEST = aliased(Release, name="best")
"""The best release, where a statement has other releases, too."""


def release_of(db: Session, project: Project, version: str) -> Release | None:
    """Return the release of `project` whose version equals `version` (PEP 440), or None.

    Legacy projects may have several, such as 1.0 and 1.0.0: then the spelling decides.
    The description comes along: asked for later, it may have been deleted meanwhile.
    """
    if "\0" in version:
        return None
    found = db.scalars(
        select(Release)
        .where(Release.project_id == project.id)
        .where(Release.canonical_version.in_(_spellings(version)))
        .options(joinedload(Release.description))
    ).all()
    return _meant(found, version)


def releases_spelled(
    db: Session, wanted: Collection[tuple[UUID, str]]
) -> dict[tuple[UUID, str], Release]:
    """Return for ids of projects and versions the releases that `release_of` returns."""
    spelled = {each for _key, version in wanted for each in _spellings(version)}
    found = defaultdict(list)
    for release in db.scalars(
        select(Release)
        .where(Release.project_id.in_({key for key, _version in wanted}))
        .where(Release.canonical_version.in_(spelled))
    ):
        found[release.project_id, release.canonical_version].append(release)
    meant = {
        (key, version): _meant(
            [one for each in _spellings(version) for one in found[key, each]], version
        )
        for key, version in wanted
    }
    return {about: each for about, each in meant.items() if each is not None}


def _spellings(version: str) -> set[str]:
    return {versions.canonical(version.strip()), version}


def _meant(found: Sequence[Release], version: str) -> Release | None:
    if len(found) == 1:
        return found[0]
    return next((each for each in found if each.version == version), None)


def release_with_id(db: Session, key: UUID) -> Release | None:
    """Return the release with this key, or None."""
    return db.get(Release, key)


def best_release(db: Session, project: Project) -> Release | None:
    """Return the release that `project` is shown by, or None if none is visible."""
    if project.is_quarantined:
        return None
    return db.scalar(select_best_release(project))


def select_best_release(project: Project) -> Select[Release]:
    """Select the release that `project` is shown by, with its description.

    Its id is found first: else the descriptions of all releases are read for nothing.
    """
    return (
        select(Release)
        .where(Release.id == select_best_id(project).scalar_subquery())
        .options(joinedload(Release.description))
    )


def select_best_id(project: Project) -> Select[UUID]:
    """Select the id of the release that `project` is shown by."""
    return select_best_of(project.id, BEST.id)


def select_best_of(
    project_id: UUID | SQLColumnExpression[UUID], *columns: Any, order: Order | None = None
) -> Select[*tuple[Any, ...]]:
    """Select columns of `BEST`, the release that a project is shown by.

    With another `order` it is the first release in that.
    """
    return (
        select(*columns)
        .where(BEST.project_id == project_id)
        .where(is_visible(BEST))
        .order_by(*(order or best_first)(BEST))
        .limit(1)
    )


def best_first(release: type[Release]) -> tuple[ColumnElement[Any], ...]:
    """Return the order in which the first release of a project is the best one."""
    return (
        release.yanked.asc(),
        release.is_prerelease.asc(),
        release.ordering.desc().nulls_last(),
        release.created.desc(),
    )


def newest_first(release: type[Release]) -> tuple[ColumnElement[Any], ...]:
    """Return the order in which the first release of a project has the newest version."""
    return (release.ordering.desc().nulls_last(), release.created.desc())


def select_release(release: Release) -> Select[Release]:
    """Select a release that was read before; it may be deleted meanwhile."""
    return select(Release).where(Release.id == release.id)


def history_of(db: Session, project: Project) -> Sequence[Any]:
    """Return every visible release of a project, newest version first."""
    return db.execute(
        select(
            Release.version,
            Release.created,
            Release.is_prerelease,
            Release.yanked,
            Release.yanked_reason,
            can_be_installed().label("can_be_installed"),
        )
        .where(Release.project_id == project.id)
        .where(is_visible(Release))
        .order_by(Release.ordering.desc().nulls_last(), Release.created.desc())
    ).all()


def history_with_files(db: Session, project: Project) -> Sequence[Any]:
    """Return every visible release of a project with figures of its files, newest first."""
    files = (
        select(
            func.count().label("files"), func.coalesce(func.sum(File.size), 0).label("size")
        )
        .where(File.release_id == Release.id)
        .lateral()
    )
    return db.execute(
        select(
            *(Release.version, Release.created, Release.is_prerelease),
            *(Release.yanked, Release.yanked_reason, Release.requires_python),
            *files.c,
        )
        .join(files, true())
        .where(Release.project_id == project.id)
        .where(is_visible(Release))
        .order_by(*newest_first(Release))
    ).all()


def all_releases_of(
    db: Session, project: Project, *, offset: int = 0, limit: int
) -> Sequence[Any]:
    """Return the newest releases of a project, hidden ones too, with figures of files."""
    is_wheel = File.packagetype == PackageType.BDIST_WHEEL
    files = (
        select(
            func.count().label("files"),
            func.count().filter(is_wheel).label("wheels"),
            func.coalesce(func.sum(File.size), 0).label("size"),
        )
        .where(File.release_id == Release.id)
        .lateral()
    )
    return db.execute(
        select(
            Release.version,
            Release.created,
            Release.yanked,
            Release.lifecycle_status,
            *files.c,
        )
        .join(files, true())
        .where(Release.project_id == project.id)
        .order_by(Release.ordering.desc().nulls_last(), Release.created.desc())
        .offset(offset)
        .limit(limit)
    ).all()


def candidates_of(db: Session, project: Project) -> list[Candidate]:
    """Return the releases that owners may change, newest version first."""
    found = (
        select(
            *(Release.id, Release.version, Release.created),
            *(Release.is_prerelease, Release.yanked),
        )
        .where(Release.project_id == project.id, is_visible(Release))
        .order_by(*newest_first(Release))
    )
    return [Candidate(*row) for row in db.execute(found)]


def releases_named(
    db: Session, project: Project, spelled: Collection[str]
) -> Sequence[Release]:
    """Lock and return the releases with these versions as they are spelled."""
    return db.scalars(
        select(Release)
        .where(Release.project_id == project.id, Release.version.in_(spelled))
        .order_by(Release.id)
        .with_for_update(of=Release)
    ).all()


def can_be_installed() -> Exists:
    """Return the condition that installers find a file of a release, which we hold."""
    return (
        select(File.id)
        .where(File.release_id == Release.id)
        .where(File.packagetype.in_((PackageType.SDIST, PackageType.BDIST_WHEEL)))
        .where(File.is_held)
        .exists()
    )


def newest_releases(db: Session, *, limit: int) -> Sequence[Any]:
    """Return the newest visible releases of the whole index, newest first."""
    return db.execute(_newest_releases().limit(limit)).all()


def newest_releases_of(db: Session, project: Project, *, limit: int) -> Sequence[Any]:
    """Return the newest visible releases of one project, newest first."""
    return db.execute(
        _newest_releases().where(Release.project_id == project.id).limit(limit)
    ).all()


def newest_releases_owned_by(
    db: Session, organization: Organization, *, limit: int
) -> Sequence[Release]:
    """Return the newest visible releases of an organization's projects, newest first."""
    theirs = select(OrganizationProject.project_id).where(
        OrganizationProject.organization_id == organization.id
    )
    return db.scalars(
        select(Release)
        .join(Release.project)
        .where(Release.project_id.in_(theirs))
        .where(is_visible(Project))
        .where(is_visible(Release))
        .options(contains_eager(Release.project))
        .order_by(Release.created.desc(), Release.id)
        .limit(limit)
    ).all()


def releases_classified(db: Session, classifiers: Collection[str]) -> Sequence[Any]:
    """Return project and version of the visible releases with all of `classifiers`."""
    if not classifiers:
        return []
    carrying = (
        select(release_classifiers.c.release_id)
        .join(Classifier, Classifier.id == release_classifiers.c.trove_id)
        .where(Classifier.classifier.in_(classifiers))
        .group_by(release_classifiers.c.release_id)
        .having(func.count() == len(classifiers))
    )
    return db.execute(
        select(Project.name, Release.version)
        .join(Release, Release.project_id == Project.id)
        .where(Release.id.in_(carrying), is_visible(Project, Release))
        .order_by(Project.name, Release.version)
    ).all()


def projects_classified(db: Session, key: int, *, limit: int) -> Sequence[Any]:
    """Return the projects of which a release carries a classifier, by name."""
    carrying = (
        select(release_classifiers.c.release_id)
        .join(Release, Release.id == release_classifiers.c.release_id)
        .where(release_classifiers.c.trove_id == key, Release.project_id == Project.id)
        .exists()
    )
    return db.execute(
        select(Project.name, Project.normalized_name)
        .where(carrying)
        .order_by(Project.normalized_name)
        .limit(limit)
    ).all()


def _newest_releases() -> Select[str, str, str, str | None, str | None, datetime]:
    return (
        select(
            Project.name,
            Project.normalized_name,
            Release.version,
            Release.summary,
            Release.author_email,
            Release.created,
        )
        .join(Project, Project.id == Release.project_id)
        .where(is_visible(Project))
        .where(is_visible(Release))
        .order_by(Release.created.desc())
    )


def version_spellings(
    db: Session, project: Project, canonical: Collection[str]
) -> dict[str, str]:
    """Return how releases of a project spell some canonical versions."""
    found = select(Release.canonical_version, Release.version).where(
        Release.project_id == project.id, Release.canonical_version.in_(canonical)
    )
    return {key: version for key, version in db.execute(found)}
