"""The projects that require another one."""

import enum
from collections.abc import Sequence
from typing import Any

from sqlalchemy import ScalarSelect, Select, and_, func, or_, select, true
from sqlalchemy.orm import Session
from sqlalchemy.sql.expression import SQLColumnExpression

from warehouse.packaging.models import Project, ProjectRequirement

COUNTED_TO = 10_000
"""Beyond this many dependents are not counted."""

_Row = ProjectRequirement


class DependencyManner(enum.StrEnum):
    """How a project requires another one: always, with an extra, or one version only."""

    REQUIRED = "required"
    EXTRA = "extra"
    PINNED = "pinned"


def dependents_of(
    db: Session,
    project: Project,
    *,
    manner: DependencyManner | None = None,
    after: tuple[int, str] | None = None,
    limit: int,
) -> Sequence[Any]:
    """Return the projects that require `project`, those that most require first.

    They come after the weight and the name of one that was returned before.
    """
    found = select_dependents(project).where(_in(manner)).limit(limit)
    if after is not None:
        weight, name = after
        found = found.where(
            _Row.weight <= weight,
            or_(_Row.weight < weight, and_(_Row.weight == weight, _Row.dependent > name)),
        )
    return db.execute(found).all()


def select_dependents(project: Project) -> Select[str, str, bool, bool, int]:
    """Select the projects that require `project`, those that most require first."""
    return (
        select(
            *(Project.name, _Row.dependent, _Row.is_optional, _Row.is_pinned, _Row.weight)
        )
        .join(Project, Project.id == _Row.project_id)
        .where(_Row.name == project.normalized_name)
        .order_by(_Row.weight.desc(), _Row.dependent)
    )


def count_dependents(project: Project) -> ScalarSelect[Any]:
    """Count the projects that require `project`, `COUNTED_TO` and one more at most."""
    some = (
        select(_Row.dependent)
        .where(_Row.name == project.normalized_name)
        .limit(COUNTED_TO + 1)
        .subquery()
    )
    return select(func.count()).select_from(some).scalar_subquery()


def _in(manner: DependencyManner | None) -> SQLColumnExpression[bool]:
    return {
        None: true(),
        DependencyManner.REQUIRED: ~_Row.is_optional,
        DependencyManner.EXTRA: _Row.is_optional,
        DependencyManner.PINNED: _Row.is_pinned,
    }[manner]
