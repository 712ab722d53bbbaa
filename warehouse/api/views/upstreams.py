"""Projects and files of upstreams, under the addresses of the simple index."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any

from pyramid.httpexceptions import HTTPNotFound
from pyramid.response import Response
from pyramid.view import exception_view_config, view_config

from warehouse.api.cross_origin import open_to_all
from warehouse.api.negotiation import V1_JSON, answered, negotiate
from warehouse.api.sending import nothing_at, preflight, send, text
from warehouse.api.serializers import upstream as serializer
from warehouse.db.replicas import POSITION
from warehouse.http import Request
from warehouse.http.caching.conditions import Validators
from warehouse.http.caching.derivers import DAY
from warehouse.http.redirects import spelled_right
from warehouse.http.transactions import release_connection
from warehouse.namespaces.caching import family_key
from warehouse.packaging.caching import project_key
from warehouse.packaging.models import Project
from warehouse.packaging.resources import ProjectResource
from warehouse.purges import ALL_HTML
from warehouse.upstreams import UpstreamFetcher, UpstreamReader
from warehouse.upstreams.caching import UPSTREAMS, elsewhere_key
from warehouse.upstreams.errors import (
    TooManyMisses,
    UpstreamFileRefused,
    UpstreamUnavailable,
)
from warehouse.upstreams.fetching import FileOfUpstream
from warehouse.upstreams.reading import FoundProject
from warehouse.upstreams.releases import file_url
from warehouse.upstreams.resources import IndexResource, UpstreamProjectResource, find_for

_MOST_DIGITS = 18
_RETRY_SECONDS = "10"
_FROM, _STALE = "X-Upstream", "X-Upstream-Checked"


def url_of(request: Request) -> Callable[[Any], str]:
    """Return a function from a file of an upstream to its URL here."""
    return partial(file_url, request.host_url)


@view_config(
    route_name="api.simple.detail",
    context=UpstreamProjectResource,
    stored_for=DAY,
    surrogate_keys=(ALL_HTML,),
    varies_by=negotiate,
    spells_normalized=True,
)
def detail(context: UpstreamProjectResource, request: Request) -> Response:
    """Answer with every file that an upstream lists of one project."""
    found = context.found
    moved = spelled_right(request, name=found.name)
    if moved is not None:
        return open_to_all(moved)
    media_type, url = negotiate(request), url_of(request)
    if media_type == V1_JSON:
        body = serializer.detail_json(found.name, found.source.name, found.files, url)
    else:
        body = serializer.detail_html(found.name, found.files, url)
    response = answered(media_type, body)
    response.headers.update(said_of(found))
    return response


def said_of(found: FoundProject) -> dict[str, str]:
    """Return the headers that say where a page is from, and how old it is if too old."""
    said = {_FROM: found.source.name}
    if found.is_stale:
        said[_STALE] = found.checked.strftime("%Y-%m-%dT%H:%M:%SZ")
    return said


def files_beside(project: Project, own: Sequence[Any], request: Request) -> Sequence[Any]:
    """Return the files that an upstream has under the name of one of our projects.

    There are none unless the project wants them. Those that are named like one of its own
    are left out.
    """
    if not project.merges_upstream:
        return ()
    request.depend_on(UPSTREAMS)
    found = request.service(UpstreamReader).find(project.normalized_name)
    if found is None:
        return ()
    request.keep_for(found.seconds)
    names = {each.filename for each in own}
    return [each for each in found.files if each.filename not in names]


def asked_ahead(context: ProjectResource, request: Request) -> ProjectResource:
    """Have an upstream asked for a project that is merged, before anything is read.

    What it says is kept, so nobody waits for it with a connection to the database.
    """
    if not context.project.merges_upstream:
        return context
    name = context.project.normalized_name
    find_for(request, name)
    again = IndexResource(request)[name]
    if not isinstance(again, ProjectResource):
        raise HTTPNotFound
    return again


@view_config(route_name="api.upstream.file", sends_files=True)
def file(request: Request) -> Response:
    """Answer with a file of an upstream, or with the core metadata beside it.

    What lies here is sent like our own. What does not is fetched: whoever asks first for
    all of a file is sent the bytes while they come. Core metadata is small, so it is sent
    when all of it is here.
    """
    if request.method == "OPTIONS":
        return preflight()
    fetcher = request.service(UpstreamFetcher)
    key, filename = request.matchdict["id"], request.matchdict["filename"]
    found = fetcher.find(int(key), filename) if len(key) <= _MOST_DIGITS else None
    if found is None:
        return nothing_at(f"upstream/{key}/{filename}")
    blob = fetcher.stored(found)
    if blob is None and POSITION in request.environ and not found.is_metadata:
        # The edge asks for what it could keep; this comes to nobody.
        return Response(status=200)
    release_connection(request)
    is_streamed = request.method != "HEAD" and "Range" not in request.headers
    if blob is None and (found.is_metadata or not is_streamed):
        blob = fetcher.fetch(found)
    if blob is None:
        pieces = fetcher.stream(found)
        first = next(pieces, None)
        if first is not None:
            return _streamed(found, first, pieces)
        # Another has fetched it meanwhile.
        blob = fetcher.storage.stat(found.path)
    request.depend_on(UPSTREAMS, project_key(found.project))
    request.depend_on(elsewhere_key(found.project), family_key(found.project))
    return send(fetcher.storage, blob, _validators(found), request)


def _streamed(found: FileOfUpstream, first: bytes, rest: Iterator[bytes]) -> Response:
    response = Response(content_type="application/octet-stream")
    response.app_iter = _Pieces(first, rest)
    response.content_length = found.size
    return response


class _Pieces:
    """The bytes of a file while they come; closing it gives up fetching."""

    def __init__(self, first: bytes, rest: Iterator[bytes]) -> None:
        self._first, self._rest = first, rest

    def __iter__(self) -> Iterator[bytes]:
        yield self._first
        yield from self._rest

    def close(self) -> None:
        """Stop fetching, and let somebody else begin."""
        self._rest.close()  # type: ignore[attr-defined]


def _validators(found: FileOfUpstream) -> Validators:
    return Validators.of(f"{found.key}/{found.filename}", found.seen)


@exception_view_config(UpstreamUnavailable)
def unavailable(error: UpstreamUnavailable, request: Request) -> Response:
    """Answer 503: whether there is such a project is not known, so it is not a 404."""
    response = text(503, f"{error}. Try again in a moment.")
    response.headers["Retry-After"] = _RETRY_SECONDS
    return response


@exception_view_config(TooManyMisses)
def too_many(error: TooManyMisses, request: Request) -> Response:
    """Answer 429: a client that is right about names has no such answer."""
    response = text(429, f"{error}.")
    response.headers["Retry-After"] = str(max(error.seconds, 1))
    return response


@exception_view_config(UpstreamFileRefused)
def refused(error: UpstreamFileRefused, request: Request) -> Response:
    """Answer 502: the upstream has sent something else than it had announced."""
    return text(502, f"{error}. It is not passed on.")
