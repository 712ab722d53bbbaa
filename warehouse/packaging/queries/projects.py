"""Projects: found by name, listed for installers, profiles and the front page."""

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, case, false, func, select, true
from sqlalchemy.orm import Session

from warehouse.accounts.models import User
from warehouse.db import SEEING_ALL
from warehouse.organizations.models import Organization
from warehouse.packaging.models import (
    OrganizationProject,
    ProhibitedProjectName,
    Project,
    Release,
    Role,
)
from warehouse.packaging.models.lifecycle import is_visible
from warehouse.packaging.models.privacy import is_public
from warehouse.packaging.names import is_valid_name, normalize
from warehouse.packaging.queries.releases import BEST, Order, best_first, select_best_of

_BEST_COLUMNS = (BEST.version, BEST.is_prerelease, BEST.summary, BEST.created)


def project_named(db: Session, name: str) -> Project | None:
    """Return the project that `name` normalises to (PEP 503), or None."""
    if not is_valid_name(name):
        return None
    return db.scalar(select(Project).where(Project.normalized_name == normalize(name)))


def name_is_held(db: Session, name: str) -> bool:
    """Return whether any project has this name, though it may be hidden from the reader."""
    held = select(Project.id).where(Project.normalized_name == normalize(name))
    return db.scalar(held.execution_options(**SEEING_ALL)) is not None


def prohibited_names(db: Session, names: Collection[str]) -> set[str]:
    """Return those of these names, normalised, that staff keep from being used."""
    wanted = ProhibitedProjectName.name.in_({normalize(each) for each in names})
    return set(db.scalars(select(ProhibitedProjectName.name).where(wanted)))


def project_with_id(db: Session, key: UUID) -> Project | None:
    """Return the project with this id, or None."""
    return db.get(Project, key)


def projects_with_ids(db: Session, keys: Collection[UUID]) -> Sequence[Project]:
    """Return the projects with these ids, by name."""
    found = select(Project).where(Project.id.in_(keys))
    return db.scalars(found.order_by(Project.normalized_name)).all()


def all_projects(db: Session) -> Sequence[Row[str, str, int]]:
    """Return normalised name, name and serial of every project on display, by name."""
    return db.execute(_visible_projects()).all()


def some_projects(
    db: Session, *, after: str, until: str | None, limit: int | None = None
) -> Sequence[Row[str, str, int]]:
    """Return those of `all_projects` whose names come after `after`, up to `until`."""
    wanted = _visible_projects().where(after < Project.normalized_name).limit(limit)
    if until is not None:
        wanted = wanted.where(until >= Project.normalized_name)
    return db.execute(wanted).all()


def look_alikes(db: Session, name: str, *, limit: int = 20) -> Sequence[Project]:
    """Return the projects whose names a reader could take for `name`."""
    alike = func.ultranormalize_name(Project.name) == func.ultranormalize_name(name)
    return db.scalars(
        select(Project).where(alike).order_by(Project.name).limit(limit)
    ).all()


def projects_named(db: Session, names: Collection[str]) -> Sequence[Project]:
    """Return the projects with these names, in any spelling, by name."""
    wanted = {normalize(each) for each in names}
    return db.scalars(
        select(Project)
        .where(Project.normalized_name.in_(wanted))
        .order_by(Project.normalized_name)
    ).all()


def projects_of(db: Session, user_id: UUID) -> Sequence[Project]:
    """Return the projects in which a person has a role, by name."""
    return db.scalars(
        select(Project)
        .join(Role, Role.project_id == Project.id)
        .where(Role.user_id == user_id)
        .order_by(Project.normalized_name)
    ).all()


def count_projects_of(db: Session, user_id: UUID) -> int:
    """Return in how many projects a person has a role."""
    found = select(func.count(Role.project_id.distinct())).where(Role.user_id == user_id)
    return db.scalar(found) or 0


def newest_projects(db: Session, *, limit: int, order: Order = best_first) -> Sequence[Any]:
    """Return the newest projects that have a release, each with the first in `order`.

    Projects are looked at from the newest on, and no more of them than it takes.
    """
    first = select_best_of(
        Project.id, *_BEST_COLUMNS, BEST.author_email, order=order
    ).lateral()
    return db.execute(
        select(
            Project.name,
            Project.normalized_name,
            Project.created,
            first.c.author_email,
            *_described_by(first),
        )
        .join(first, true())
        .where(is_visible(Project))
        .order_by(Project.created.desc().nulls_last())
        .limit(limit)
    ).all()


def updated_projects(db: Session, *, limit: int) -> Sequence[Any]:
    """Return the projects whose best release is newest and not yanked, newest first.

    The releases are read from the newest on until there are enough: a database that
    cannot estimate how few of them are the best of their project would read all.
    """
    return db.execute(
        select(
            Project.name,
            Release.created,
            Release.version,
            Release.is_prerelease,
            Release.summary,
        )
        .join(Release, Release.project_id == Project.id)
        .where(is_visible(Project))
        .where(is_visible(Release))
        .where(~Release.yanked)
        .where(case((_has_better(), false()), else_=true()))
        .order_by(Release.created.desc())
        .limit(limit)
    ).all()


def projects_of_person(db: Session, user: User) -> Sequence[Any]:
    """Return the visible projects of a person, those with the newest release first."""
    query = _profile_projects(Role, Role.role_name != "Owner")
    return db.execute(query.where(Role.user_id == user.id)).all()


def projects_of_organization(db: Session, organization: Organization) -> Sequence[Any]:
    """Return the visible projects of an organization, like those of a person."""
    query = _profile_projects(OrganizationProject, false())
    return db.execute(
        query.where(OrganizationProject.organization_id == organization.id)
    ).all()


def projects_owned_by(db: Session, organization: Organization) -> Sequence[Project]:
    """Return all projects of an organization, those in quarantine too, by name."""
    return db.scalars(
        select(Project)
        .join(OrganizationProject, OrganizationProject.project_id == Project.id)
        .where(OrganizationProject.organization_id == organization.id)
        .order_by(Project.normalized_name)
    ).all()


def serials(db: Session) -> dict[str, int]:
    """Return the serial of every public project by its name, in quarantine or not."""
    found = db.execute(select(Project.name, Project.last_serial).where(is_public(Project)))
    return {name: serial for name, serial in found}


def total_size(db: Session) -> int:
    """Return the size of all files of all projects together, in bytes."""
    return int(db.scalar(select(func.sum(Project.total_size))) or 0)


def largest_projects(db: Session, *, limit: int) -> Sequence[Any]:
    """Return name and bytes of the projects whose files are largest together."""
    return db.execute(
        select(Project.name, Project.total_size)
        .order_by(Project.total_size.desc(), Project.name)
        .limit(limit)
    ).all()


def _visible_projects() -> Select[str, str, int]:
    return (
        select(Project.normalized_name, Project.name, Project.last_serial)
        .where(is_visible(Project), is_public(Project))
        .order_by(Project.normalized_name)
    )


def _has_better() -> ColumnElement[bool]:
    """Return whether another release is the best one, read from as few rows as can be."""
    others = (
        select(BEST.id)
        .where(BEST.project_id == Release.project_id)
        .where(is_visible(BEST))
        .where(~BEST.yanked)
    )
    newer = others.where(
        BEST.ordering > Release.ordering, BEST.is_prerelease <= Release.is_prerelease
    )
    final = others.where(~BEST.is_prerelease).limit(1).scalar_subquery()
    return newer.exists() | (Release.is_prerelease & final.is_not(None))


def _profile_projects(
    belonging: type[Role | OrganizationProject], is_maintainer: ColumnElement[bool]
) -> Select[Any]:
    """Select what a profile shows of its projects, each with its best release."""
    best = select_best_of(Project.id, *_BEST_COLUMNS).lateral()
    return (
        select(
            Project.name,
            Project.lifecycle_status,
            best.c.created,
            *_described_by(best),
            is_maintainer.label("is_maintainer"),
        )
        .join(belonging, belonging.project_id == Project.id)
        .outerjoin(best, true())
        .where(is_visible(Project))
        .order_by(best.c.created.desc().nulls_last(), Project.normalized_name)
    )


def _described_by(best: Any) -> tuple[ColumnElement[Any], ...]:
    return best.c.version, best.c.is_prerelease, best.c.summary
