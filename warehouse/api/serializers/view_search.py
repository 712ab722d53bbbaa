"""What a search within a view has found, as JSON."""

from collections.abc import Callable
from typing import Any

from warehouse.api.serializers.wire import dump, utc
from warehouse.index_views.searching import ShownHit, ViewResults
from warehouse.index_views.showing import SeenView


def of_results(
    view: SeenView,
    results: ViewResults,
    *,
    following: str | None,
    url: Callable[[str], str],
) -> bytes:
    """Return some results, and where the search goes on."""
    return dump(
        {
            "view": view.name,
            "version": view.version,
            "as-of": None if view.then is None else utc(view.then),
            "page": results.question.page,
            "next": following,
            "looked-at": len(results.names),
            "results": [_result(each, url) for each in results.hits],
        }
    )


def _result(each: ShownHit, url: Callable[[str], str]) -> dict[str, Any]:
    hit, uploaded = each.hit, each.file.upload_time
    return {
        "name": hit.name,
        "version": each.file.version,
        "summary": hit.summary,
        "status": hit.status,
        "uploaded": utc(uploaded),
        "url": url(hit.name),
    }
