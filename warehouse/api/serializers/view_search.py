"""What a search within a view has found, as JSON."""

from collections.abc import Callable, Sequence
from typing import Any

from warehouse.api.serializers.wire import dump, utc
from warehouse.index_views.searching import ShownHit, ViewResults
from warehouse.index_views.showing import SeenView
from warehouse.upstreams.searching import NameElsewhere


def of_results(
    view: SeenView,
    results: ViewResults,
    others: Sequence[NameElsewhere],
    *,
    following: str | None,
    url: Callable[[str], str],
) -> bytes:
    """Return some results, names that upstreams have, and where the search goes on."""
    return dump(
        {
            "view": view.name,
            "version": view.version,
            "as-of": None if view.then is None else utc(view.then),
            "page": results.question.page,
            "next": following,
            "looked-at": len(results.names),
            "results": [_result(each, url) for each in results.hits],
            "elsewhere": [
                {"name": each.name, "index": each.upstream, "url": url(each.name)}
                for each in others
            ],
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
