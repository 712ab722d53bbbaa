"""The front page."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from pyramid.view import view_config

from warehouse.announcements.caching import SPONSORS
from warehouse.announcements.queries import footer_sponsors
from warehouse.downloads.popularity import POPULAR, Kind, popular_projects
from warehouse.http import Request
from warehouse.http.caching.derivers import DAY
from warehouse.packaging import queries
from warehouse.packaging.caching import ALL_PROJECTS, STATISTICS
from warehouse.purges import ALL_HTML
from warehouse.search.caching import CLASSIFIER_COUNTS
from warehouse.search.facets import top_topics
from warehouse.search.questions import Question

_SHOWN, _RANKED = 8, 5
_TOPICS = 12


@view_config(
    route_name="pages.home",
    renderer="pages/home.html",
    stored_for=DAY,
    surrogate_keys=(
        ALL_HTML,
        ALL_PROJECTS,
        STATISTICS,
        SPONSORS,
        POPULAR,
        CLASSIFIER_COUNTS,
    ),
)
def home(request: Request) -> dict[str, Any]:
    """Show the front page: numbers, what is used most, and what was published last.

    What is new is not told of once more as updated, unless there is nothing else; and what
    is popular is not rising.
    """
    projects = queries.newest_projects(request.db, limit=_SHOWN)
    updated = queries.updated_projects(request.db, limit=2 * _SHOWN)
    lists = popular_projects(request.db)
    popular = lists[Kind.POPULAR][:_RANKED]
    return {
        "counts": queries.counts(request.db),
        "popular": popular,
        "rising": _others(lists[Kind.RISING], popular)[:_RANKED],
        "topics": [
            (value.rpartition(" :: ")[2], _search(request, value), count)
            for value, count in top_topics(request.db, limit=_TOPICS)
        ],
        "updated": _others(updated, projects) or updated[:_SHOWN],
        "projects": projects,
        "sponsors": footer_sponsors(request.db),
        "picture_url": request.route_url("pages.picture"),
        "index_url": request.route_url("api.simple.index"),
        "upload_url": request.route_url("forklift.upload"),
    }


def _others(rows: Sequence[Any], shown: Sequence[Any]) -> Sequence[Any]:
    """Return the first of `rows` that are not among those shown beside them."""
    names = {each.name for each in shown}
    return [each for each in rows if each.name not in names][:_SHOWN]


def _search(request: Request, classifier: str) -> str:
    question = Question(facets=(("classifier", classifier),))
    return f"{request.route_path('pages.search')}?{urlencode(question.parameters())}"
