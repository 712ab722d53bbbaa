"""The simple repository API: which projects there are, and which files they have."""

from pyramid.response import Response
from pyramid.view import view_config

from warehouse.api.cross_origin import open_to_all
from warehouse.api.negotiation import V1_JSON, answered, negotiate
from warehouse.api.serializers import simple, upstream
from warehouse.api.views import upstreams
from warehouse.http import Request
from warehouse.http.caching.derivers import DAY
from warehouse.http.redirects import spelled_right
from warehouse.namespaces.caching import family_key
from warehouse.packaging import queries
from warehouse.packaging.caching import ALL_SERIALS
from warehouse.packaging.locations import urls_on
from warehouse.packaging.models import Project
from warehouse.packaging.resources import ProjectResource
from warehouse.purges import ALL_HTML
from warehouse.purges.assemblies import ASSEMBLED


@view_config(
    route_name="api.simple.index",
    stored_for=DAY,
    surrogate_keys=(ALL_HTML, ALL_SERIALS),
    varies_by=negotiate,
    names_host=False,
)
def index(request: Request) -> Response:
    """Answer with every visible project."""
    media_type = negotiate(request)
    serial = queries.last_serial(request.db)
    is_frame = request.environ.get(ASSEMBLED, False)
    projects = [] if is_frame else queries.all_projects(request.db)
    if media_type == V1_JSON:
        body = simple.index_json(projects, serial)
    else:
        body = simple.index_html(projects)
    return answered(media_type, body, serial=serial)


@view_config(
    route_name="api.simple.detail",
    context=ProjectResource,
    stored_for=DAY,
    surrogate_keys=(ALL_HTML,),
    varies_by=negotiate,
    spells_normalized=True,
)
def detail(context: ProjectResource, request: Request) -> Response:
    """Answer with every visible file of one project."""
    project = upstreams.asked_ahead(context, request).project
    moved = spelled_right(request, name=project.normalized_name)
    if moved is not None:
        return open_to_all(moved)
    media_type = negotiate(request)
    if media_type == V1_JSON:
        body = _detail_json(project, request)
    else:
        body = _detail_html(project, request)
    return answered(media_type, body, serial=project.last_serial)


def _detail_json(project: Project, request: Request) -> bytes:
    request.depend_on(family_key(project.name))
    files, namespaces = queries.files_and_namespaces(request.db, project)
    others = upstreams.files_beside(project, files, request)
    about = simple.About(
        urls_on(request.file_host),
        request.host_url,
        namespaces,
        upstream.objects(others, upstreams.url_of(request)),
        upstream.versions(others),
    )
    return simple.detail_json(project, files, about)


def _detail_html(project: Project, request: Request) -> bytes:
    files = queries.files_of(request.db, project)
    others = upstreams.files_beside(project, files, request)
    more = upstream.anchors(others, upstreams.url_of(request))
    file_url, site = urls_on(request.file_host), request.host_url
    return simple.detail_html(project, files, file_url, site, more=more)
