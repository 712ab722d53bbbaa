"""What goes with projects that are deleted."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from warehouse.packaging.models import File, Project, ProjectRequirement, Release
from warehouse.packaging.queries.dependents import COUNTED_TO


@dataclass(frozen=True)
class Contents:
    """A project, what it holds, and how many other projects require it."""

    name: str
    releases: int
    files: int
    size: int
    dependents: int

    def __str__(self) -> str:
        """Return it as a sentence for staff."""
        required = f"{self.dependents:,}" if self.dependents <= COUNTED_TO else "very many"
        return (
            f"{self.name}: releases: {self.releases:,}; files: {self.files:,}; "
            f"other projects that require it: {required}."
        )


def contents_of(db: Session, ids: Collection[UUID]) -> Sequence[Contents]:
    """Return what is in each of the projects with these ids, by name."""
    releases = (
        select(func.count())
        .select_from(Release)
        .where(Release.project_id == Project.id)
        .scalar_subquery()
    )
    files = (
        select(func.count())
        .select_from(File)
        .join(Release, Release.id == File.release_id)
        .where(Release.project_id == Project.id)
        .scalar_subquery()
    )
    some = (
        select(ProjectRequirement.dependent)
        .where(ProjectRequirement.name == Project.normalized_name)
        .limit(COUNTED_TO + 1)
        .correlate(Project)
        .subquery()
    )
    dependents = select(func.count()).select_from(some.lateral()).scalar_subquery()
    found = db.execute(
        select(Project.name, releases, files, Project.total_size, dependents)
        .where(Project.id.in_(ids))
        .order_by(Project.normalized_name)
    )
    return [Contents(*row) for row in found]
