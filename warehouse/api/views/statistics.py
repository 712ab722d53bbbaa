"""`/stats/`, for people and for programs; and the classifiers, likewise."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from urllib.parse import urlencode

from pyramid.httpexceptions import HTTPNotFound
from pyramid.renderers import render_to_response
from pyramid.response import Response
from pyramid.view import view_config

from warehouse.api.serializers.wire import dump
from warehouse.classifiers.services import ALL_CLASSIFIERS
from warehouse.classifiers.vocabulary import current_vocabulary
from warehouse.http import Request
from warehouse.http.caching.derivers import DAY
from warehouse.i18n import formats
from warehouse.packaging import queries
from warehouse.packaging.caching import STATISTICS
from warehouse.purges import ALL_HTML
from warehouse.search.caching import CLASSIFIER_COUNTS
from warehouse.search.facets import classifier_counts
from warehouse.templates.charts import BarChart, bar_chart

_LARGEST = 100
_MONTHS = 60
_LONGEST_QUESTION = 200


def _kind(request: Request) -> str | None:
    """Return HTML if it is accepted, else JSON if that is, else None."""
    accepts = request.accept.acceptable_offers(["text/html", "application/json"])
    kinds = {offer for offer, _ in accepts}
    return next((each for each in ("text/html", "application/json") if each in kinds), None)


@view_config(
    route_name="api.stats",
    stored_for=DAY,
    stale_for=(DAY, DAY),
    surrogate_keys=(ALL_HTML, STATISTICS),
    varies_by=_kind,
    localized=True,
)
def stats(request: Request) -> Response:
    """Answer with the size of the index, as JSON if HTML is not accepted."""
    kind = _kind(request)
    if kind is None:
        raise HTTPNotFound("This page is offered as text/html and as application/json.")
    total = queries.total_size(request.db)
    largest = queries.largest_projects(request.db, limit=_LARGEST)
    if kind == "text/html":
        months = queries.monthly_counts(request.db, limit=_MONTHS)
        values = {
            "total": total,
            "largest": largest,
            "counts": queries.counts(request.db),
            "releases": _chart([(each.month, each.releases) for each in months]),
            "projects": _chart([(each.month, each.projects) for each in months]),
        }
        response = render_to_response("api/stats.html", values, request=request)
    else:
        response = _json(total, largest)
    response.vary = ("Accept",)
    return response


@view_config(
    route_name="api.classifiers",
    renderer="api/classifiers.html",
    stored_for=DAY,
    surrogate_keys=(ALL_HTML, ALL_CLASSIFIERS, CLASSIFIER_COUNTS),
    query=("q",),
)
def classifiers(request: Request) -> dict[str, Any]:
    """Show every classifier, grouped by what precedes its first `::`, and how many use it.

    The numbers are those of the last night.
    """
    asked = request.GET.get("q", "").strip()[:_LONGEST_QUESTION]
    words = asked.lower().split()
    groups: dict[str, list[str]] = {}
    for each in current_vocabulary(request.db).listed():
        if all(word in each.lower() for word in words):
            groups.setdefault(each.partition(" :: ")[0], []).append(each)
    path = request.route_path("pages.search")
    counts = classifier_counts(request.db)
    return {
        "asked": asked,
        "groups": groups,
        "counts": counts,
        "urls": {each: f"{path}?{urlencode({'c': each})}" for each in counts},
    }


@view_config(route_name="api.classifiers.list")
def classifier_list(request: Request) -> Response:
    """Answer with every classifier, one on each line, for programs."""
    text = "\n".join(current_vocabulary(request.db).listed())
    return Response(text=text, content_type="text/plain", charset="UTF-8")


def _chart(months: Sequence[tuple[date, int]]) -> BarChart | None:
    """Draw a bar for each of the last months; label the first of a year with the year."""
    if not months:
        return None
    counts = dict(months)
    first, newest = months[0][0], months[-1][0]
    number = (newest.year - first.year) * 12 + newest.month - first.month + 1
    shown = [_before(newest, back) for back in range(min(number, _MONTHS) - 1, -1, -1)]
    return bar_chart(
        [
            (
                formats.month(each),
                str(each.year) if each.month == 1 else "",
                counts.get(each, 0),
            )
            for each in shown
        ]
    )


def _before(month: date, months: int) -> date:
    """Return the first day of the month that is `months` before."""
    year, index = divmod(month.year * 12 + month.month - 1 - months, 12)
    return date(year, index + 1, 1)


def _json(total: int, largest: Any) -> Response:
    sizes = {row.name: {"size": row.total_size} for row in largest}
    body = dump({"top_packages": sizes, "total_packages_size": total}).rstrip(b"\n")
    response = Response(body=body, content_type="application/json")
    response.charset = None
    return response
