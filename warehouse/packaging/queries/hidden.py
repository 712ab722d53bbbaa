"""Finding what is in quarantine, for staff."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from warehouse.packaging.models import Project, Release
from warehouse.packaging.models.lifecycle import is_visible

_MOST = 500


def hidden_projects(db: Session) -> Sequence[Project]:
    """Return the projects in quarantine, the longest first."""
    return db.scalars(
        select(Project)
        .where(~is_visible(Project))
        .order_by(Project.lifecycle_status_changed, Project.id)
        .limit(_MOST)
    ).all()


def hidden_releases_of(db: Session, project: Project) -> Sequence[Release]:
    """Return the releases of one project that are in quarantine themselves."""
    return db.scalars(
        select(Release)
        .where(Release.project_id == project.id, ~is_visible(Release))
        .order_by(Release.ordering.desc().nulls_last())
    ).all()


def hidden_releases(db: Session) -> Sequence[Any]:
    """Return the releases in quarantine whose project is not, the longest first.

    Each row has the name of the project, the version, since when, and why.
    """
    return db.execute(
        select(
            Project.name,
            Project.normalized_name,
            Release.version,
            Release.lifecycle_status_changed.label("since"),
            Release.lifecycle_status_note.label("note"),
        )
        .join(Release.project)
        .where(~is_visible(Release), is_visible(Project))
        .order_by(Release.lifecycle_status_changed, Release.id)
        .limit(_MOST)
    ).all()
