"""The projects that require another one."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ScalarSelect, Select, func, select
from sqlalchemy.orm import Session

from warehouse.packaging.models import Project, ProjectRequirement

COUNTED_TO = 10_000
"""Beyond this many dependents are not counted."""


def dependents_of(
    db: Session, project: Project, *, after: str, limit: int
) -> Sequence[Any]:
    """Return the projects that require `project`, by name, that come after `after`."""
    return db.execute(
        select_dependents(project).where(ProjectRequirement.dependent > after).limit(limit)
    ).all()


def select_dependents(project: Project) -> Select[str, str, bool]:
    """Select the projects that require `project`, by name."""
    return (
        select(Project.name, ProjectRequirement.dependent, ProjectRequirement.is_optional)
        .join(Project, Project.id == ProjectRequirement.project_id)
        .where(ProjectRequirement.name == project.normalized_name)
        .order_by(ProjectRequirement.dependent)
    )


def count_dependents(project: Project) -> ScalarSelect[Any]:
    """Count the projects that require `project`, `COUNTED_TO` and one more at most."""
    some = (
        select(ProjectRequirement.dependent)
        .where(ProjectRequirement.name == project.normalized_name)
        .limit(COUNTED_TO + 1)
        .subquery()
    )
    return select(func.count()).select_from(some).scalar_subquery()
