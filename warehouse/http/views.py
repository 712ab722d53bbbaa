"""What every view promises unless its decorator says otherwise.

A view answers GET and HEAD only, has no session, and is guarded against forgery.
The options:

- `methods=`: what it answers.
- `uses_session=`: it may touch the session, so its answer is private.
- `stored_for=`: seconds that a cache which we can purge may keep its answer, and we
  ourselves do. Browsers and clients keep it, too, and ask whether it still holds as soon
  as `CLIENT_CACHE_SECONDS` are over.
- `cached_for=`: seconds that anyone may keep its answer without asking again, for answers
  that say nothing of what was published; caches that we can purge keep it for a day.
- `stale_for=`: seconds that such a cache may still serve it after that, while it asks for
  a new one, and while we do not answer.
- `surrogate_keys=`: what it shows beside the resource it is about; a change of these, or
  of what the view itself says with `request.depend_on`, ends the keeping.
- `sends_files=`: its answers may be files of this machine, which the edge sends itself as
  long as what the view depends on has not changed (`warehouse.http.sendable`).
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

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from pyramid.config import Configurator
from pyramid.httpexceptions import HTTPMethodNotAllowed
from pyramid.response import Response
from pyramid.viewderivers import INGRESS

from warehouse.http.forms import MULTIPART
from warehouse.http.request import Request
from warehouse.http.storable import is_localized
from warehouse.i18n import Message, _

View = Callable[[Any, Request], Response]

STORABLE = "warehouse.storable"
"""Where a WSGI environment says that its answer may be stored: a `Storable`."""

DAY = 86_400

LOCALE_VARY = ("Accept-Language", "Cookie", "PyPI-Locale")
"""What a page in the language of who asks varies by.

A browser that keeps the page asks anew when the cookie has changed. A cache that sees the
last of these knows that the cookie means nothing but the language.
"""

READING = ("GET", "HEAD", "OPTIONS")


@dataclass(frozen=True)
class Storable:
    """An answer that is the same for everyone until one of `keys` is purged."""

    keys: frozenset[str]
    seconds: int
    while_revalidating: int = 300
    on_error: int = 86_400


def not_allowed(request: Request) -> Message:
    """Say that a view does not answer the method, and to an upload where it belongs."""
    if is_upload(request):
        place = {"url": request.route_url("forklift.upload")}
        return _("Files are not uploaded here but to ${url}", mapping=place)
    return _(
        "The method ${method} is not allowed here.", mapping={"method": request.method}
    )


def is_upload(request: Request) -> bool:
    """Whether a client sends a file, which no page of ours lets a browser do."""
    return bool(request.method == "POST" and request.content_type == MULTIPART)


def methods_deriver(view: View, info: Any) -> View:
    """Answer 405 with `Allow` to a method the view does not name."""
    methods = info.options.get("methods", READING)
    if info.exception_only:
        return view

    def checked(context: Any, request: Request) -> Response:
        if request.method not in methods:
            raise HTTPMethodNotAllowed(
                not_allowed(request),
                headers={"Allow": ", ".join(sorted(methods))},
            )
        return view(context, request)

    return checked


methods_deriver.options = ("methods",)  # type: ignore[attr-defined]


def session_deriver(view: View, info: Any) -> View:
    """Keep the session from views that did not ask for it, and private answers private."""
    uses_session = info.options.get("uses_session", False)
    if info.exception_only:
        return view

    def guarded(context: Any, request: Request) -> Response:
        request.environ["warehouse.uses_session"] = uses_session
        response = view(context, request)
        if uses_session:
            response.vary = {*(response.vary or ()), "Cookie"}
            response.cache_control.private = True
            response.cache_control.no_store = True
        return response

    return guarded


session_deriver.options = ("uses_session",)  # type: ignore[attr-defined]


def caching_deriver(view: View, info: Any) -> View:
    """Say for how long a successful answer may be kept, by clients and by ourselves."""
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
        if response.status_code < 400:
            _limit_keeping(response, seconds)
        if response.status_code == 200:
            keys = frozenset(request.surrogate_keys)
            request.environ[STORABLE] = Storable(keys, kept, *stale)
        return response

    return cached


def _limit_keeping(response: Response, seconds: int) -> None:
    """Say for how long an answer may be used without asking again (RFC 9111, 5.2.2)."""
    response.cache_control.public = True
    if seconds:
        response.cache_control.max_age = seconds
    else:
        response.cache_control.no_cache = True


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
    """Say of a page that its language is that of who asks."""
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


def includeme(config: Configurator) -> None:
    """Register the derivers, outermost first."""
    config.add_view_deriver(methods_deriver, over="secured_view", under=INGRESS)
    config.add_view_deriver(session_deriver, over="secured_view", under="methods_deriver")
    config.add_view_deriver(caching_deriver, over="rendered_view", under="secured_view")
    config.add_view_deriver(language_deriver, over="rendered_view", under="caching_deriver")
    config.set_default_csrf_options(require_csrf=True)
