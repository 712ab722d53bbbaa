"""What releases require, and which releases there are of what they require."""

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import case, select, true
from sqlalchemy.orm import Session

from warehouse.packaging.models import Dependency, Project, Release
from warehouse.packaging.models.lifecycle import is_visible
from warehouse.packaging.queries.parts import select_requirements
from warehouse.packaging.queries.releases import (
    BEST,
    can_be_installed,
    newest_first,
    select_best_of,
)


def requirements_of(db: Session, release: Release, *, limit: int) -> Sequence[str]:
    """Return the requirements of a release, in the order of their text."""
    return db.scalars(
        select_requirements(release.id).order_by(Dependency.specifier).limit(limit)
    ).all()


def requirements_of_each(
    db: Session, release_ids: Collection[UUID], *, limit: int
) -> Sequence[Any]:
    """Return release and requirement of some releases, `limit` for each at most."""
    theirs = (
        select_requirements(Release.id)
        .order_by(Dependency.specifier)
        .limit(limit)
        .lateral()
    )
    return db.execute(
        select(Release.id, theirs.c.specifier)
        .join(theirs, true())
        .where(Release.id.in_(release_ids))
    ).all()


def best_versions(db: Session, names: Collection[str]) -> dict[str, tuple[str, str | None]]:
    """Return name and best version of the projects with these normalised names.

    There is no version where nothing of a project can be seen.
    """
    best = select_best_of(Project.id, BEST.version).scalar_subquery()
    found = select(
        Project.normalized_name, Project.name, case((is_visible(Project), best))
    ).where(Project.normalized_name.in_(names))
    return {key: (name, version) for key, name, version in db.execute(found)}


def installable_releases(
    db: Session, names: Collection[str], *, limit: int
) -> Sequence[Any]:
    """Return the newest releases with files of the projects with these normalised names.

    There are at most `limit` for each, the newest first.
    """
    newest = (
        select(
            *(Release.id, Release.version, Release.requires_python),
            *(Release.yanked, Release.is_prerelease, Release.ordering, Release.created),
        )
        .where(Release.project_id == Project.id, is_visible(Release), can_be_installed())
        .order_by(*newest_first(Release))
        .limit(limit)
        .lateral()
    )
    return db.execute(
        select(Project.normalized_name, Project.name, *newest.c)
        .join(newest, true())
        .where(Project.normalized_name.in_(names), is_visible(Project))
        .order_by(newest.c.ordering.desc().nulls_last(), newest.c.created.desc())
    ).all()
