"""The legacy JSON API: one document for a project, one for a release."""

from pyramid.httpexceptions import HTTPNotFound
from pyramid.response import Response
from pyramid.view import view_config

from warehouse.api.cross_origin import open_to_all
from warehouse.api.queries import ReleaseFacts, best_release_with_facts, facts_of
from warehouse.api.serializers import legacy
from warehouse.http import Request
from warehouse.http.caching.derivers import DAY
from warehouse.http.redirects import spelled_right
from warehouse.namespaces.caching import family_key
from warehouse.packaging import queries
from warehouse.packaging.locations import urls_on
from warehouse.packaging.models import Project, Release
from warehouse.packaging.resources import ProjectResource, ReleaseResource

PROJECT_KEYS = ("all-legacy-json", "project-legacy-json")
RELEASE_KEYS = ("all-legacy-json", "release-legacy-json")


@view_config(
    route_name="api.json.project",
    context=ProjectResource,
    stored_for=DAY,
    surrogate_keys=PROJECT_KEYS,
    spells_normalized=True,
)
@view_config(
    route_name="api.json.project.slash",
    context=ProjectResource,
    stored_for=DAY,
    surrogate_keys=PROJECT_KEYS,
)
def project(context: ProjectResource, request: Request) -> Response:
    """Answer with the best release of a project, and the files of all."""
    found = best_release_with_facts(request.db, context.project)
    if found is None:
        raise HTTPNotFound
    release, facts = found
    return _elsewhere(context.project, request) or _answer(
        context.project,
        legacy.project_document(
            context.project,
            release,
            queries.files_by_version(request.db, context.project),
            _about(context.project, release, facts, request),
        ),
    )


@view_config(
    route_name="api.json.release",
    context=ReleaseResource,
    stored_for=DAY,
    surrogate_keys=RELEASE_KEYS,
)
@view_config(
    route_name="api.json.release.slash",
    context=ReleaseResource,
    stored_for=DAY,
    surrogate_keys=RELEASE_KEYS,
)
def release(context: ReleaseResource, request: Request) -> Response:
    """Answer with one release and its files."""
    facts = None
    if not context.release.is_quarantined:
        facts = facts_of(request.db, context.release)
    if facts is None:
        raise HTTPNotFound
    return _elsewhere(context.project, request) or _answer(
        context.project,
        legacy.release_document(
            context.project,
            context.release,
            queries.files_of_release(request.db, context.release),
            _about(context.project, context.release, facts, request),
        ),
    )


def _elsewhere(project: Project, request: Request) -> Response | None:
    """Redirect names that are not normalised."""
    moved = spelled_right(request, name=project.normalized_name)
    return None if moved is None else open_to_all(moved)


def _answer(project: Project, body: bytes) -> Response:
    response = sent(body)
    response.headers["X-PyPI-Last-Serial"] = str(project.last_serial)
    return response


def sent(body: bytes) -> Response:
    """Return a document, which scripts of any site may read."""
    response = open_to_all(Response(body=body, content_type="application/json"))
    response.charset = None
    return response


def _about(
    project: Project, release: Release, facts: ReleaseFacts, request: Request
) -> legacy.About:
    request.depend_on(family_key(project.name))
    return legacy.About(
        facts=facts,
        urls=legacy.URLs(
            file=urls_on(request.file_host),
            project=request.route_url("pages.project", name=project.name),
            release=request.route_url(
                "pages.release", name=project.name, version=release.version
            ),
        ),
    )
