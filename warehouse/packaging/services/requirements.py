"""Keeping the table of who requires whom."""

import re
from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from warehouse.packaging import queries
from warehouse.packaging.models import (
    Project,
    ProjectRequirement,
)
from warehouse.packaging.names import normalize

_NAME = re.compile(r"\s*([A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?)")
_WITH_EXTRA = re.compile(r";.*\bextra\s*==")


class RequirementService:
    """Keeps the table of what the best release of each project requires."""

    def __init__(self, db: Session) -> None:
        self.db = db

    def refresh(self, project_id: UUID) -> None:
        """Update the rows of a project; those that are right stay untouched."""
        project = self.db.get(Project, project_id)
        if project is None:
            return
        wanted = required_by(self._specifiers(project))
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
            row.is_optional = is_optional
        self.db.flush()

    def forget(self, project_id: UUID) -> None:
        """Drop the rows of a project that is about to be deleted."""
        for row in self._rows(project_id):
            self.db.delete(row)
        self.db.flush()

    def _rows(self, project_id: UUID) -> Iterable[ProjectRequirement]:
        return self.db.scalars(
            select(ProjectRequirement).where(ProjectRequirement.project_id == project_id)
        ).all()

    def _specifiers(self, project: Project) -> Iterable[str]:
        if project.is_quarantined:
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
