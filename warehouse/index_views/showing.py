"""What a view shows of one project, out of all of its sources."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Row
from sqlalchemy.orm import Session

from warehouse.index_views.deciding import Decision, decide
from warehouse.index_views.names import Spelled
from warehouse.index_views.queries import version_of
from warehouse.index_views.reading import read_rule
from warehouse.index_views.rules import Rule
from warehouse.index_views.sources import Listing, Offer, Source, Sources
from warehouse.packaging.queries import ListedFile


@dataclass(frozen=True)
class SeenView:
    """A view with the rule that holds, now or at a moment of the past."""

    name: str
    version: int
    document: str
    rule: Rule
    then: datetime | None = None


@dataclass(frozen=True)
class Decided:
    """One file of one source, and what was decided about it."""

    source: Source
    offer: Offer
    decision: Decision

    def is_named(self, filename: str) -> bool:
        """Return whether the file has this name."""
        return self.offer.file.filename == filename


@dataclass(frozen=True)
class SeenProject:
    """Every file that the sources of a view have of a project, hidden or not."""

    listing: Listing
    """What is said of the project; the first source that has it says it."""

    files: Sequence[Decided]
    fresh_until: datetime | None = None
    """When one of the sources is to be asked again, or None."""

    @property
    def visible(self) -> list[ListedFile]:
        """Return the files that the view shows."""
        return [each.offer.file for each in self.files if each.decision.is_visible]

    @property
    def changes_at(self) -> datetime | None:
        """Return when a file comes into view by itself, or a source is asked, or None."""
        moments = [each.decision.visible_from for each in self.files]
        moments.append(self.fresh_until)
        return min((each for each in moments if each is not None), default=None)

    def file(self, filename: str) -> Decided | None:
        """Return the file of this name, hidden or not, or None."""
        named = (each for each in self.files if each.is_named(filename))
        return next(named, None)


def seen_view(db: Session, spelled: Spelled) -> SeenView | None:
    """Return a view as it is or was, or None if there is or was none of this name."""
    version = version_of(db, spelled.name, spelled.then)
    if version is None:
        return None
    rule = read_rule(version.document)
    return SeenView(spelled.name, version.number, version.document, rule, spelled.then)


def seen_project(
    db: Session, sources: Sources, view: SeenView, project: str, now: datetime
) -> SeenProject | None:
    """Return what a view makes of a project at `now`; None if no source has it.

    Where two sources have a file of the same name, that of the first one counts.
    """
    moment = view.then or now
    found = [
        (source, listing)
        for source in sources.of(view.rule.sources)
        if (listing := source.listing(db, project, view.rule.needs, view.then)) is not None
    ]
    if not found:
        return None
    decided = {
        each.offer.file.filename: each
        for source, listing in reversed(found)
        for each in _decided(view.rule, source, listing, moment)
    }
    ends = [each.fresh_until for _, each in found if each.fresh_until is not None]
    return SeenProject(found[0][1], list(decided.values()), min(ends, default=None))


def project_rows(db: Session, sources: Sources, view: SeenView) -> list[Row[str, str, int]]:
    """Return normalised name, name and serial of the projects that a rule lets be named.

    Each is looked at by its name alone: all of its files may be hidden.
    """
    found = {
        row.normalized_name: row
        for source in reversed(sources.of(view.rule.sources))
        for row in source.projects(db)
        if view.rule.may_have(row.normalized_name)
    }
    return [found[name] for name in sorted(found)]


def _decided(
    rule: Rule, source: Source, listing: Listing, now: datetime
) -> Iterator[Decided]:
    for each in listing.offers:
        yield Decided(source, each, decide(rule, each.candidate, now))
