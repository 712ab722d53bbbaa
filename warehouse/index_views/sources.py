"""Where the files of a view come from: sources, which all tell of them in one way."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from sqlalchemy import Row
from sqlalchemy.orm import Session

from warehouse.index_views.candidates import Candidate
from warehouse.index_views.rules import Fact
from warehouse.packaging.queries import ListedFile


@dataclass(frozen=True)
class Offer:
    """One file: as the simple index lists it, and the facts that decide about it."""

    file: ListedFile
    candidate: Candidate
    key: int | None = None
    """What a file of an upstream is known by."""


@dataclass(frozen=True)
class Listing:
    """What a source has under one name, with all that the simple index says of it."""

    name: str
    normalized_name: str
    status: str
    lifecycle_status_note: str | None
    last_serial: int
    offers: Sequence[Offer]
    fresh_until: datetime | None = None
    """When the source is to be asked again, where it changes without a purge."""


class Source(Protocol):
    """What has projects with files; its name is what rules call it."""

    @property
    def name(self) -> str:
        """Return the name that rules know it by."""

    def listing(
        self, db: Session, project: str, needs: Collection[Fact], then: datetime | None
    ) -> Listing | None:
        """Return what it has of a project, by any spelling of the name; None for nothing.

        With `then` it is what it had at that moment, as far as that is known.
        """

    def listings(
        self, db: Session, needs: Collection[Fact], *, after: str, limit: int
    ) -> Sequence[Listing]:
        """Return what it has of the next projects by normalised name."""

    def projects(self, db: Session) -> Iterable[Row[str, str, int]]:
        """Return normalised name, name and serial of every project that it lists."""

    def url(self, host: str, file: ListedFile) -> str:
        """Return where the bytes of a file are, for a client of the file host `host`."""


class Sources(dict[str, Source]):
    """Every source by its name, in the order in which they were registered."""

    def add(self, source: Source) -> None:
        """Register a source."""
        self[source.name] = source

    def of(self, names: Iterable[str]) -> list[Source]:
        """Return the sources of these names; one that has gone has nothing to show."""
        return [self[each] for each in names if each in self]
