"""Searching within a view: the projects that are found, of which it shows a file.

Search knows nothing of views. So a page of its results is decided, project by project, and
the next page after it, until enough are shown or enough were looked at. Only our own files
count: no upstream is asked for what a stranger searches for. Of names that upstreams have,
those are shown that the rule may have by name, and of which nothing that is kept says that
all files are hidden.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from warehouse.index_views.deciding import decide
from warehouse.index_views.elsewhere import recent_listings
from warehouse.index_views.own import OwnProjects
from warehouse.index_views.rules import OWN
from warehouse.index_views.showing import SeenView
from warehouse.index_views.sources import Listing
from warehouse.packaging import versions
from warehouse.packaging.names import normalize
from warehouse.packaging.queries import ListedFile
from warehouse.search import queries
from warehouse.search.bounds import Bounds
from warehouse.search.queries import Hit
from warehouse.search.questions import PER_PAGE, Question
from warehouse.upstreams.searching import NameElsewhere

MOST_PAGES = 5
"""Pages of the search that are looked through for one of the view."""

NAMES_FOUND, MOST_NAMES = 100, 20
"""Names of upstreams that are looked for, and that are shown of them."""

_MOST_DECIDED, _MOST_FILES = 40, 2_000
_RECENT = timedelta(days=1)


@dataclass(frozen=True)
class ShownHit:
    """A result, with the newest file of its project that the view shows."""

    hit: Hit
    file: ListedFile


@dataclass(frozen=True)
class ViewResults:
    """What a view shows of the results of a search."""

    question: Question
    hits: Sequence[ShownHit]
    names: Sequence[str]
    """The normalised names of all projects that were looked at."""

    next_page: int | None
    """Where the search goes on, None where it ended."""

    changes_at: datetime | None
    """When one of the files comes into view by itself, or None."""


def search_view(
    db: Session, view: SeenView, question: Question, bounds: Bounds, now: datetime
) -> ViewResults:
    """Return some results for `question`, beginning with its page of the whole search.

    Raises `PageBeyond` and `QuestionTooBroad`.
    """
    hits: list[ShownHit] = []
    names: list[str] = []
    moments: list[datetime] = []
    last = page = question.page
    while len(hits) < PER_PAGE and page < question.page + MOST_PAGES and page <= last:
        results = queries.search(db, replace(question, page=page), bounds)
        shown = _Shown.of(db, view, [normalize(each.name) for each in results.hits], now)
        for each in results.hits:
            names.append(normalize(each.name))
            if names[-1] in shown.files:
                hits.append(ShownHit(each, shown.files[names[-1]]))
        moments += shown.moments
        last, page = results.pages, page + 1
    return ViewResults(
        question=question,
        hits=hits,
        names=names,
        next_page=page if page <= last else None,
        changes_at=min(moments, default=None),
    )


@dataclass(frozen=True)
class NamesInView:
    """Names that upstreams have, of which a view may show files."""

    names: Sequence[NameElsewhere]
    changes_at: datetime | None
    """When a file of a name that is left out comes into view by itself, or None."""


def names_in_view(
    db: Session, view: SeenView, found: Sequence[NameElsewhere], now: datetime
) -> NamesInView:
    """Return those names of which a view may show files; no upstream is asked.

    Licences are not looked at: whether they are known depends on who asked before.
    """
    possible = [each for each in found if view.rule.may_have(each.name)][:_MOST_DECIDED]
    rule, hidden = replace(view.rule, licences=None), set[str]()
    moments: list[datetime] = []
    since, then = now - _RECENT, view.then
    for listing in recent_listings(
        db, possible, rule.needs, since=since, then=then, most_files=_MOST_FILES
    ):
        decided = [
            decide(rule, each.candidate, view.then or now) for each in listing.offers
        ]
        if not any(each.is_visible for each in decided):
            hidden.add(listing.normalized_name)
            coming = (each.visible_from for each in decided)
            moments += [each for each in coming if each is not None]
    names = [each for each in possible if each.name not in hidden][:MOST_NAMES]
    return NamesInView(names, min(moments, default=None))


@dataclass(frozen=True)
class _Shown:
    """The newest file of each project of which a view shows any, and when that changes."""

    files: Mapping[str, ListedFile]
    moments: Sequence[datetime]

    @classmethod
    def of(
        cls, db: Session, view: SeenView, names: Sequence[str], now: datetime
    ) -> "_Shown":
        files: dict[str, ListedFile] = {}
        moments: list[datetime] = []
        for listing in _listings(db, view, names):
            decided = [
                (each.file, decide(view.rule, each.candidate, view.then or now))
                for each in listing.offers
            ]
            visible = [file for file, decision in decided if decision.is_visible]
            if visible:
                files[listing.normalized_name] = _newest(visible)
            moments += [
                decision.visible_from
                for _file, decision in decided
                if decision.visible_from is not None
            ]
        return cls(files, moments)


def _listings(db: Session, view: SeenView, names: Sequence[str]) -> Sequence[Listing]:
    if OWN not in view.rule.sources:
        return []
    possible = [each for each in names if view.rule.may_have(each)]
    return OwnProjects().listings_of(db, possible, view.rule.needs, view.then)


def _newest(files: Sequence[ListedFile]) -> ListedFile:
    """Return a file of the version that installers choose first."""
    places = versions.places(each.version for each in files)
    return max(
        files,
        key=lambda each: (
            not each.yanked,
            not versions.is_prerelease(each.version),
            places[each.version],
        ),
    )
