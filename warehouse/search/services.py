"""Writing documents: of some projects, of all of them, and what makes some prominent."""

from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import func, select, tuple_
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from warehouse.packaging.models import Project
from warehouse.search import statements
from warehouse.search.documents import LONGEST_DESCRIPTION, facets_of, row_of
from warehouse.search.facts import ProjectFacts
from warehouse.search.models import Document, Facet

BATCH = 500
"""How many documents are written in one go."""


class DocumentService:
    """Everything that changes what is found."""

    def __init__(self, db: Session) -> None:
        self.db = db
        self._facets: dict[tuple[str, str], int] = {}

    def index(self, projects: Sequence[UUID]) -> None:
        """Make the documents of `projects` what their tables say now.

        A project that may not be found, or that is gone, has none afterwards.
        """
        for start in range(0, len(projects), BATCH):
            self._index(projects[start : start + BATCH])

    def _index(self, projects: Sequence[UUID]) -> None:
        ids = list(projects)
        # Whoever waits here reads below what those before have committed.
        self.db.execute(statements.TAKE_TURNS, {"ids": ids})
        facts = [
            ProjectFacts(**row._mapping)
            for row in self.db.execute(statements.FACTS, _given(ids))
        ]
        found = {each.project_id: facets_of(each) for each in facts}
        numbers = self._numbered(set().union(*found.values()))
        rows = [
            {
                **row_of(each),
                "facets": sorted(numbers[facet] for facet in found[each.project_id]),
            }
            for each in facts
        ]
        self.db.execute(statements.FORGET, {"ids": ids, "kept": list(found)})
        if rows:
            self.db.execute(statements.WRITE, rows)

    def _numbered(self, facets: set[tuple[str, str]]) -> dict[tuple[str, str], int]:
        """Return the ids of `facets`; add those that have none."""
        if unknown := sorted(facets - self._facets.keys()):
            self._find(unknown)
        if unknown := [each for each in unknown if each not in self._facets]:
            values = [{"kind": kind, "value": value} for kind, value in unknown]
            self.db.execute(insert(Facet).values(values).on_conflict_do_nothing())
            self._find(unknown)
        return self._facets

    def _find(self, facets: Sequence[tuple[str, str]]) -> None:
        wanted = tuple_(Facet.kind, Facet.value).in_(facets)
        rows = self.db.execute(select(Facet.kind, Facet.value, Facet.id).where(wanted))
        self._facets.update({(kind, value): number for kind, value, number in rows})

    def stale(self, *, limit: int, everywhere: bool = False) -> list[UUID]:
        """Return projects whose documents are outdated, the newest changes first.

        Where not `everywhere`, only what changed lately is looked at.
        """
        query = statements.STALE_ANYWHERE if everywhere else statements.STALE_LATELY
        return list(self.db.scalars(query, {"limit": limit}))

    def is_empty(self) -> bool:
        """Return whether nothing can be found."""
        return self.db.scalar(select(Document.project_id).limit(1)) is None

    def count(self) -> int:
        """Return how many projects there are."""
        return self.db.scalar(select(func.count()).select_from(Project)) or 0

    def all_projects(self) -> Iterator[list[UUID]]:
        """Yield the ids of all projects, a batch at a time."""
        after = UUID(int=0)
        while ids := list(
            self.db.scalars(statements.NEXT, {"after": after, "limit": BATCH})
        ):
            yield ids
            after = ids[-1]

    def rank(self) -> Iterator[None]:
        """Take over who depends on whom, mark who is prominent, and count facets.

        Uploads wait for what is written here, so commit at every step.
        """
        for found, write in (
            (statements.NEW_DEPENDENTS, statements.SET_DEPENDENTS),
            (statements.NEW_TIERS, statements.SET_TIERS),
        ):
            changed = self.db.execute(found).all()
            for start in range(0, len(changed), BATCH):
                ids, values = zip(*changed[start : start + BATCH], strict=True)
                self.db.execute(write, {"ids": list(ids), "values": list(values)})
                yield
        self.db.execute(statements.COUNT_FACETS)
        yield


def _given(ids: list[UUID]) -> dict[str, Any]:
    return {"ids": ids, "longest": LONGEST_DESCRIPTION}
