"""The simple index of a view, and its files: what the rule hides is not there.

Every answer asks the same decision, so what a page leaves out cannot be fetched by its
address either. Elsewhere it can: a view is what an installer is pointed at, and no lock.
"""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from urllib.parse import quote

from pyramid.httpexceptions import HTTPFound
from pyramid.response import Response
from pyramid.view import view_config

from warehouse.api.cross_origin import open_to_all
from warehouse.api.negotiation import V1_JSON, answered, negotiate
from warehouse.api.serializers import simple
from warehouse.http import Request
from warehouse.http.caching.derivers import DAY
from warehouse.http.caching.private import mark_private
from warehouse.http.redirects import spelled_right
from warehouse.http.transactions import release_connection
from warehouse.index_views import elsewhere
from warehouse.index_views.explanations import objection
from warehouse.index_views.pinning import ViewPins
from warehouse.index_views.resources import NotInView, ViewResource
from warehouse.index_views.showing import Decided, SeenProject, project_rows, seen_project
from warehouse.index_views.sources import Sources
from warehouse.namespaces.caching import family_key
from warehouse.packaging import queries
from warehouse.packaging.caching import ALL_SERIALS, project_key
from warehouse.packaging.locations import METADATA
from warehouse.packaging.names import is_valid_name, normalize
from warehouse.packaging.privacy.admission import admit
from warehouse.purges import ALL_HTML
from warehouse.upstreams.caching import UPSTREAMS, elsewhere_key
from warehouse.upstreams.limiting import MissLimit
from warehouse.upstreams.resources import find_for

_SAFE = "+!~,=@:$&'()*;"


@view_config(
    route_name="api.view.index",
    context=ViewResource,
    stored_for=DAY,
    surrogate_keys=(ALL_HTML, ALL_SERIALS),
    varies_by=negotiate,
)
def index(context: ViewResource, request: Request) -> Response:
    """Answer with every project that the rule may show anything of, by its name."""
    rows = project_rows(request.db, request.registry[Sources], context.view)
    serial = max((each.last_serial for each in rows), default=0)
    media_type = negotiate(request)
    if media_type == V1_JSON:
        return answered(media_type, simple.index_json(rows, serial), serial=serial)
    path = request.route_path("api.view.index", view=request.matchdict["view"])
    return answered(media_type, simple.index_html(rows, path), serial=serial)


@view_config(
    route_name="api.view.project",
    context=ViewResource,
    stored_for=DAY,
    surrogate_keys=(ALL_HTML,),
    varies_by=negotiate,
)
def project(context: ViewResource, request: Request) -> Response:
    """Answer with the files of a project that the view shows now."""
    name = request.matchdict["name"]
    moved = spelled_right(request, name=normalize(name))
    if moved is not None:
        return open_to_all(moved)
    seen = project_in(context, request)
    media_type = negotiate(request)
    own = [
        each._replace(path=f"{seen.listing.normalized_name}/{each.filename}")
        for each in seen.visible
    ]
    file_url, site = _urls(request), request.host_url
    if media_type == V1_JSON:
        about = simple.About(file_url, site, ())
        body = simple.detail_json(seen.listing, own, about)
    else:
        body = simple.detail_html(seen.listing, own, file_url, site)
    return answered(media_type, body, serial=seen.listing.last_serial)


@view_config(route_name="api.view.file", context=ViewResource)
def file(context: ViewResource, request: Request) -> Response:
    """Redirect to a file, or to the metadata beside it, if the view shows it now."""
    wanted: str = request.matchdict["filename"]
    filename = wanted.removesuffix(METADATA)
    seen = project_in(context, request)
    found = seen.file(filename)
    if found is None:
        raise NotInView(f"{seen.listing.name} has no file {filename}.")
    if not found.decision.is_visible:
        raise NotInView(_hidden(found, context, request))
    response = HTTPFound(_location(found, wanted, request))
    response.cache_control.no_cache = True
    _keep(context, found.offer.key, request, is_metadata=wanted != filename)
    return open_to_all(response)


def _keep(
    context: ViewResource, key: int | None, request: Request, *, is_metadata: bool
) -> None:
    """Keep a file of an upstream that is fetched, where the rule of the view says so."""
    if key is None or request.method != "GET":
        return
    pins = request.service(ViewPins)
    if pins.wants(request.db, context.view, key, is_metadata=is_metadata):
        release_connection(request)
        pins.pin(context.view.name, key, is_metadata=is_metadata)


def project_in(context: ViewResource, request: Request) -> SeenProject:
    """Return what a view makes of the project in the URL; raises `NotInView`.

    The answer is kept until the next file comes of age, or a source is to be asked again.
    """
    now = datetime.now(UTC)
    name: str = request.matchdict["name"]
    request.depend_on(project_key(name), family_key(name))
    request.depend_on(UPSTREAMS, elsewhere_key(name))
    sources = request.registry[Sources]
    limit = None
    if elsewhere.NAME in context.view.rule.sources and is_valid_name(name):
        limit = _ask_ahead(request, name)
    found = seen_project(request.db, sources, context.view, name, now)
    if found is None and admit(request):
        # What is found now is private, and only its readers see it.
        mark_private(request)
        found = seen_project(request.db, sources, context.view, name, now)
    if found is None:
        raise NotInView(f"No source of the view {context.view.name} has {name}.")
    if limit is not None:
        limit.give_back()
    if found.changes_at is not None:
        request.keep_for(int((found.changes_at - now).total_seconds()))
    return found


def _ask_ahead(request: Request, name: str) -> MissLimit | None:
    """Have upstreams asked for a name, unless it is that of a public project of ours.

    What they say is kept, so nobody waits for it with a connection to the database. Returns
    the limit that is spent if nobody has the name.
    """
    project = queries.project_named(request.db, name)
    if project is not None and not project.merges_upstream:
        return None
    limit = MissLimit.of(request, normalize(name)) if project is None else None
    find_for(request, normalize(name), limit)
    return limit


def _urls(request: Request) -> Callable[[str], str]:
    """Return a function from `PROJECT/FILENAME` to its URL in the view."""
    view = quote(request.matchdict["view"], safe=_SAFE)
    return partial(_url, f"{request.host_url}/views/{view}/files")


def _url(base: str, path: str) -> str:
    return f"{base}/{quote(path, safe=f'/{_SAFE}')}"


def _location(found: Decided, wanted: str, request: Request) -> str:
    url = found.source.url(request.file_host, found.offer.file)
    return url + METADATA if wanted.endswith(METADATA) else url


def _hidden(found: Decided, context: ViewResource, request: Request) -> str:
    """Return why a file is not in a view, and where all of its rule is explained."""
    why = request.route_url(
        "api.view.why.file",
        view=request.matchdict["view"],
        name=found.offer.candidate.project,
        filename=found.offer.file.filename,
    )
    return (
        f"The view {context.view.name} does not show {found.offer.file.filename}: "
        f"{objection(found.decision).english} See {why}"
    )
