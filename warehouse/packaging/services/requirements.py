"""Keeping the table of who requires whom."""

import re
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from sqlalchemy import SmallInteger, cast, func, select, update
from sqlalchemy.orm import Session

from warehouse.packaging import queries
from warehouse.packaging.caching import PROJECT_KEY
from warehouse.packaging.models import Project, ProjectRequirement
from warehouse.packaging.names import normalize
from warehouse.packaging.requirements import needed
from warehouse.purges import purge

_NAME = re.compile(r"\s*([A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?)")
_WITH_EXTRA = re.compile(r";.*\bextra\s*==")


class RequirementService:
    """Keeps the table of what the best release of each public project requires."""

    def __init__(self, db: Session) -> None:
        self.db = db

    def refresh(self, project_id: UUID) -> None:
        """Update the rows of a project; those that are right stay untouched."""
        project = self.db.get(Project, project_id)
        if project is None:
            return
        specifiers = list(self._specifiers(project))
        wanted, pinned = required_by(specifiers), pinned_by(specifiers)
        kept = {row.name: row for row in self._rows(project_id)}
        for name in kept.keys() - wanted.keys():
            self.db.delete(kept[name])
        for name, is_optional in wanted.items():
            row = kept.get(name)
            if row is None:
                row = ProjectRequirement(
                    name=name, dependent=project.normalized_name, project_id=project_id
                )
                self.db.add(row)
            row.is_optional, row.is_pinned = is_optional, name in pinned
        self.db.flush()

    def forget(self, project_id: UUID) -> None:
        """Drop the rows of a project that is about to be deleted."""
        for row in self._rows(project_id):
            self.db.delete(row)
        self.db.flush()

    def weigh(self, *, at_most: int) -> int:
        """Note how many require each dependent, and return how many rows were changed.

        Those are `at_most`; the pages that name their dependents are purged.
        """
        changed = self.db.scalars(_weighing(at_most)).all()
        purge(self.db, *(PROJECT_KEY + name for name in set(changed)))
        return len(changed)

    def _rows(self, project_id: UUID) -> Iterable[ProjectRequirement]:
        return self.db.scalars(
            select(ProjectRequirement).where(ProjectRequirement.project_id == project_id)
        ).all()

    def _specifiers(self, project: Project) -> Iterable[str]:
        if project.is_quarantined or project.is_private:
            return ()
        best = queries.select_best_id(project).scalar_subquery()
        return self.db.scalars(queries.select_requirements(best))


def required_by(specifiers: Iterable[str]) -> dict[str, bool]:
    """Return the normalised names in requirements (PEP 508), and if all need an extra.

    Requirements of old releases need not be valid; of those the name is taken all the same.
    """
    found: dict[str, bool] = {}
    for each in specifiers:
        if name := _NAME.match(each):
            normalized = normalize(name[1])
            is_optional = _WITH_EXTRA.search(each) is not None
            found[normalized] = found.get(normalized, True) and is_optional
    return found


def pinned_by(specifiers: Iterable[str]) -> set[str]:
    """Return the normalised names of which every requirement takes one version only."""
    kinds: dict[str, bool] = {}
    for each in map(needed, specifiers):
        name = each.normalized_name
        kinds[name] = kinds.get(name, True) and each.is_pinned
    return {name for name, is_pinned in kinds.items() if name and is_pinned}


def _weighing(at_most: int) -> Any:
    """Return the statement that weighs dependents and returns what they require."""
    weight = cast(func.floor(func.log(2, func.count() + 1)), SmallInteger)
    counted = (
        select(ProjectRequirement.name, weight.label("weight"))
        .group_by(ProjectRequirement.name)
        .cte("counted")
    )
    own = func.coalesce(counted.c.weight, 0)
    wrong = (
        select(ProjectRequirement.name, ProjectRequirement.dependent, own.label("weight"))
        .outerjoin(counted, counted.c.name == ProjectRequirement.dependent)
        .where(ProjectRequirement.weight != own)
        .limit(at_most)
        .cte("wrong")
    )
    return (
        update(ProjectRequirement)
        .values(weight=wrong.c.weight)
        .where(ProjectRequirement.name == wrong.c.name)
        .where(ProjectRequirement.dependent == wrong.c.dependent)
        .returning(ProjectRequirement.name)
        .execution_options(synchronize_session=False)
    )
