"""What feed readers see: the newest of everything that is not in quarantine."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Select, select, true
from sqlalchemy.orm import Session

from warehouse.packaging.models import LifecycleStatus, Project, Release

_HIDDEN = LifecycleStatus.QUARANTINE_ENTER

UPDATES = 100
PACKAGES = 40
RELEASES = 40


def newest_releases(db: Session) -> Sequence[Any]:
    """The releases made last, in the whole index."""
    return db.execute(_releases().limit(UPDATES)).all()


def newest_releases_of(db: Session, project: Project) -> Sequence[Any]:
    """The releases of `project` made last."""
    return db.execute(
        _releases().where(Release.project_id == project.id).limit(RELEASES)
    ).all()


def newest_projects(db: Session) -> Sequence[Any]:
    """The newest projects that have a release, with what their newest version says."""
    newest = (
        select(Project.id, Project.name, Project.normalized_name, Project.created)
        .where(Project.lifecycle_status.is_distinct_from(_HIDDEN))
        .order_by(Project.created.desc().nulls_last())
        .limit(PACKAGES)
        .subquery()
    )
    shown = (
        select(Release.summary, Release.author_email)
        .where(Release.project_id == newest.c.id)
        .where(Release.lifecycle_status.is_distinct_from(_HIDDEN))
        .order_by(Release.ordering.desc().nulls_last(), Release.created.desc())
        .limit(1)
        .lateral()
    )
    return db.execute(
        select(
            newest.c.name,
            newest.c.normalized_name,
            newest.c.created,
            shown.c.summary,
            shown.c.author_email,
        )
        .select_from(newest)
        .join(shown, true())
        .order_by(newest.c.created.desc().nulls_last())
    ).all()


def _releases() -> Select[str, str, str, str | None, str | None, datetime]:
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
        .where(Project.lifecycle_status.is_distinct_from(_HIDDEN))
        .where(Release.lifecycle_status.is_distinct_from(_HIDDEN))
        .order_by(Release.created.desc())
    )
