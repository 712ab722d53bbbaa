"""The legacy JSON of projects that an upstream has, with what it says of them.

Who owns them and which serial they have is nothing that an upstream says, so it is empty.
What is known to be wrong with them is what advisories say of their names.
"""

from functools import partial

from pyramid.httpexceptions import HTTPNotFound
from pyramid.response import Response
from pyramid.view import view_config

from warehouse.api.cross_origin import open_to_all
from warehouse.api.queries import ReleaseFacts, vulnerabilities_elsewhere
from warehouse.api.serializers import legacy, upstream_legacy
from warehouse.api.views.json import PROJECT_KEYS, RELEASE_KEYS, sent
from warehouse.api.views.upstreams import said_of
from warehouse.http import Request
from warehouse.http.caching.derivers import DAY
from warehouse.http.redirects import spelled_right
from warehouse.upstreams import UpstreamDescriber
from warehouse.upstreams.describing import SECONDS_INCOMPLETE, DescribedRelease
from warehouse.upstreams.reading import FoundProject
from warehouse.upstreams.releases import UpstreamRelease, best_of, releases_of
from warehouse.upstreams.resources import UpstreamProjectResource, UpstreamReleaseResource


@view_config(
    route_name="api.json.project",
    context=UpstreamProjectResource,
    stored_for=DAY,
    surrogate_keys=PROJECT_KEYS,
    spells_normalized=True,
)
@view_config(
    route_name="api.json.project.slash",
    context=UpstreamProjectResource,
    stored_for=DAY,
    surrogate_keys=PROJECT_KEYS,
)
def project(context: UpstreamProjectResource, request: Request) -> Response:
    """Answer with the best release of a project, and the files of all."""
    releases = releases_of(context.found.files)
    best = best_of(releases)
    if best is None:
        raise HTTPNotFound
    moved = _elsewhere(context.found, request)
    if moved is not None:
        return moved
    said = _described(context.found, best, request)
    files = upstream_legacy.listed(releases)
    about = _about(said, context.found.name, request)
    body = legacy.project_document(said.project, said.release, files, about)
    return _answer(context.found, body)


@view_config(
    route_name="api.json.release",
    context=UpstreamReleaseResource,
    stored_for=DAY,
    surrogate_keys=RELEASE_KEYS,
)
@view_config(
    route_name="api.json.release.slash",
    context=UpstreamReleaseResource,
    stored_for=DAY,
    surrogate_keys=RELEASE_KEYS,
)
def release(context: UpstreamReleaseResource, request: Request) -> Response:
    """Answer with one release and its files."""
    moved = _elsewhere(context.found, request)
    if moved is not None:
        return moved
    said = _described(context.found, context.release, request)
    files = upstream_legacy.listed([context.release])
    about = _about(said, context.found.name, request)
    body = legacy.release_document(said.project, said.release, files, about)
    return _answer(context.found, body)


def _elsewhere(found: FoundProject, request: Request) -> Response | None:
    moved = spelled_right(request, name=found.name)
    return None if moved is None else open_to_all(moved)


def _described(
    found: FoundProject, chosen: UpstreamRelease, request: Request
) -> DescribedRelease:
    said = request.service(UpstreamDescriber).describe(found, chosen)
    if not said.is_whole:
        request.keep_for(SECONDS_INCOMPLETE)
    return said


def _answer(found: FoundProject, body: bytes) -> Response:
    response = sent(body)
    response.headers.update(said_of(found))
    return response


def _about(said: DescribedRelease, found: str, request: Request) -> legacy.About:
    links = list(said.metadata.project_urls.items())
    name, version = said.project.name, said.release.version
    return legacy.About(
        facts=ReleaseFacts(
            classifiers=list(said.metadata.classifiers),
            links=links,
            requires_dist=list(said.requirements),
            roles=[],
            organizations=[],
            namespaces=[],
            vulnerabilities=vulnerabilities_elsewhere(request.db, found, version),
        ),
        urls=legacy.URLs(
            file=partial(_file_url, request.host_url),
            project=request.route_url("pages.project", name=name),
            release=request.route_url("pages.release", name=name, version=version),
        ),
    )


def _file_url(host: str, path: str) -> str:
    return f"{host}{path}"
