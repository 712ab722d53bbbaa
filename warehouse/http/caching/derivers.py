"""The options by which views say how their answers may be kept.

- `stored_for=`: seconds that a cache which we can purge may keep its answer, and we
  ourselves do. Browsers and clients keep it, too, and ask whether it still holds as soon
  as `CLIENT_CACHE_SECONDS` are over.
- `cached_for=`: seconds that anyone may keep its answer without asking again, for answers
  that say nothing of what was published; caches that we can purge keep it for a day.
- `stale_for=`: seconds that such a cache may still serve it after that, while it asks for
  a new one, and while we do not answer.
- `surrogate_keys=`: what it shows beside the resource it is about; a change of these, or
  of what the view itself says with `request.depend_on`, ends the keeping.
- `request.keep_for` is what a view says of an answer that changes by itself, as a page does
  on which a file comes of age: nobody keeps it any longer, whatever its options are.
- `sends_files=`: its answers may be files of this machine, which the edge sends itself as
  long as what the view depends on has not changed (`warehouse.http.caching.files`).
- `varies_by=`: the media type that it would answer a request with, None for none.
- `query=`: the names of query parameters that it reads, if its answer may be stored; for
  our own store there are no others.
- `names_host=`: False where its answer has no URL of the host that it was asked under, and
  so is kept once for all hosts.
- `spells_normalized=`: whether it redirects every other spelling of the name in its path
  to the normalised one, with nothing else of the name in its answer.
- `localized=`: whether its answer is in the language of who asks. Pages are: what a
  template ending in `.html` renders.
"""

import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from pyramid.config import Configurator
from pyramid.response import Response

from warehouse.http.caching.storable import STORABLE, Storable
from warehouse.http.caching.vary import LOCALE_VARY, is_localized
from warehouse.http.request import Request

View = Callable[[Any, Request], Response]

DAY = 86_400


def caching_deriver(view: View, info: Any) -> View:
    """Set `Cache-Control` of a successful answer, and mark it as storable by us."""
    seconds = info.options.get("cached_for")
    kept = info.options.get("stored_for", DAY if seconds is not None else None)
    if kept is None:
        return view
    if seconds is None:
        seconds = info.settings["warehouse"].cache.client_seconds
    own_keys = info.options.get("surrogate_keys", ())
    stale = info.options.get("stale_for", ())

    def cached(context: Any, request: Request) -> Response:
        request.depend_on(*own_keys)
        response = view(context, request)
        now = time.time()
        if response.status_code < 400:
            _limit_keeping(response, seconds, request.changes_at, now)
        if response.status_code == 200 and request.changes_at > now:
            keys = frozenset(request.surrogate_keys)
            ends = _storing_ends(request.changes_at, now, seconds)
            if ends < now + kept:
                made = Storable(keys, int(ends - now), ends, 0, *stale[1:])
            else:
                made = Storable(keys, kept, now + kept, *stale)
            request.environ[STORABLE] = made
        return response

    return cached


def _storing_ends(changes_at: float, now: float, client_seconds: int) -> float:
    """Return until when an answer that changes by itself may be stored by us.

    It says `max-age` to clients while that is short enough. It is made anew when it no
    longer is, so that no client keeps it beyond the moment of its change.
    """
    is_early = changes_at - now > client_seconds
    return changes_at - client_seconds if is_early else changes_at


def _limit_keeping(response: Response, seconds: int, changes_at: float, now: float) -> None:
    """Set for how long an answer may be used without asking again (RFC 9111, 5.2.2).

    A change that comes sooner is said as a moment, which stays true while it is stored.
    """
    response.cache_control.public = True
    if not seconds or changes_at <= now:
        response.cache_control.no_cache = True
    elif changes_at - now > seconds:
        response.cache_control.max_age = seconds
    else:
        response.expires = datetime.fromtimestamp(changes_at, UTC)


caching_deriver.options = (  # type: ignore[attr-defined]
    "cached_for",
    "stored_for",
    "stale_for",
    "surrogate_keys",
    "varies_by",
    "query",
    "names_host",
    "spells_normalized",
)


def language_deriver(view: View, info: Any) -> View:
    """Set `Vary` of a page, whose language is the client's."""
    template = getattr(info.options.get("renderer"), "name", None) or ""
    if info.exception_only or not is_localized(info.options, template):
        return view

    def varied(context: Any, request: Request) -> Response:
        response = view(context, request)
        if response.status_code == 200 and response.content_type == "text/html":
            response.vary = (*(response.vary or ()), *LOCALE_VARY)
        return response

    return varied


language_deriver.options = ("localized",)  # type: ignore[attr-defined]


def files_deriver(view: View, info: Any) -> View:
    """Accept the option `sends_files=`: the edge may send some answers of the view."""
    return view


files_deriver.options = ("sends_files",)  # type: ignore[attr-defined]


def includeme(config: Configurator) -> None:
    """Register the derivers, outermost first."""
    config.add_view_deriver(caching_deriver, over="rendered_view", under="secured_view")
    config.add_view_deriver(language_deriver, over="rendered_view", under="caching_deriver")
    config.add_view_deriver(files_deriver, over="rendered_view", under="caching_deriver")
