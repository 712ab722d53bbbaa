"""The dry run: which files would appear in a view, and which would vanish, by another rule.

It reads what a page of the view would, project by project, and writes nothing. Of upstreams
it reads what is kept of them, and asks none.
"""

import heapq
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from operator import itemgetter

from sqlalchemy.orm import Session

from warehouse.index_views.deciding import decide
from warehouse.index_views.rules import Fact, Rule
from warehouse.index_views.sources import Listing, Offer, Source, Sources

_BATCH = 200
"""Projects that are read at once."""


@dataclass(frozen=True)
class Change:
    """What another rule would do to one project."""

    project: str
    appear: tuple[str, ...]
    vanish: tuple[str, ...]


@dataclass
class Impact:
    """What another rule would do to a view, as far as anybody has looked."""

    changes: list[Change] = field(default_factory=list)
    files: int = 0
    """How many were looked at."""

    shown: int = 0
    """How many of them the new rule shows."""

    kept: int = 0
    """How many of these are of upstreams, and stay once they were fetched through it."""

    kept_bytes: int = 0
    """Their sizes, as far as these are known."""

    is_whole: bool = True
    """Whether all files were looked at."""

    @property
    def appear(self) -> int:
        """Return how many files would appear."""
        return sum(len(each.appear) for each in self.changes)

    @property
    def vanish(self) -> int:
        """Return how many files would vanish."""
        return sum(len(each.vanish) for each in self.changes)


def impact(
    db: Session,
    sources: Sources,
    old: Rule | None,
    new: Rule,
    now: datetime,
    *,
    most: int | None = None,
) -> Impact:
    """Return what `new` in place of `old` would do, looking at `most` files or at all.

    Without an old rule the new one is compared with all that its sources have.
    """
    before = old or Rule(sources=new.sources)
    found = Impact()
    for name, listings in _projects(db, sources, (before, new)):
        if most is not None and found.files >= most:
            found.is_whole = False
            break
        files = {file for _, each in listings for file in _filenames(each)}
        was, is_ = _shown(before, listings, now), _shown(new, listings, now)
        found.files += len(files)
        found.shown += len(is_)
        for each in _keepable(new, listings, is_) if new.keeps_files else ():
            found.kept += 1
            found.kept_bytes += each.file.size or 0
        if was != is_:
            change = Change(name, tuple(sorted(is_ - was)), tuple(sorted(was - is_)))
            found.changes.append(change)
    return found


Named = tuple[str, str, Listing]
"""The normalised name of a project, a source, and what that has of it."""


def _projects(
    db: Session, sources: Sources, rules: Iterable[Rule]
) -> Iterator[tuple[str, list[tuple[str, Listing]]]]:
    """Yield every project by name, with what each source has of it."""
    rules = tuple(rules)
    named = dict.fromkeys(each for rule in rules for each in rule.sources)
    needs = frozenset[Fact]().union(*(rule.needs for rule in rules))
    streams = [_listings(db, each, needs) for each in sources.of(named)]
    for name, group in groupby(heapq.merge(*streams, key=itemgetter(0)), itemgetter(0)):
        yield name, [(source, listing) for _, source, listing in group]


def _listings(db: Session, source: Source, needs: frozenset[Fact]) -> Iterator[Named]:
    after = ""
    while batch := source.listings(db, needs, after=after, limit=_BATCH):
        for each in batch:
            yield each.normalized_name, source.name, each
        after = batch[-1].normalized_name


def _filenames(listing: Listing) -> Iterator[str]:
    for each in listing.offers:
        yield each.file.filename


def _keepable(
    rule: Rule, listings: list[tuple[str, Listing]], shown: set[str]
) -> Iterator[Offer]:
    """Yield the files of upstreams among those that a rule shows."""
    by_source, left = dict(listings), set(shown)
    for source in rule.sources:
        for each in by_source[source].offers if source in by_source else ():
            if each.file.filename in left:
                left.remove(each.file.filename)
                if each.key is not None:
                    yield each


def _shown(rule: Rule, listings: list[tuple[str, Listing]], now: datetime) -> set[str]:
    """Return the files that a rule shows; of two of one name its first source's counts."""
    by_source = dict(listings)
    decided: dict[str, bool] = {}
    for source in rule.sources:
        if source in by_source:
            for each in by_source[source].offers:
                is_visible = decide(rule, each.candidate, now).is_visible
                decided.setdefault(each.file.filename, is_visible)
    return {name for name, is_visible in decided.items() if is_visible}
