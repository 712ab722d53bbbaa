"""Addresses of long ago: `/pypi?:action=…`, and paths that have moved."""

import re
from urllib.parse import quote, urlencode

from pyramid.httpexceptions import HTTPBadRequest, HTTPMovedPermanently, HTTPNotFound
from pyramid.response import Response
from pyramid.view import view_config

from warehouse.classifiers.queries import classifier_by_id
from warehouse.http import Request

_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_NUMBER = re.compile(r"[0-9]{1,18}\Z", re.ASCII)


@view_config(route_name="api.legacy.doap")
def doap(request: Request) -> Response:
    """Answer 410 with a status line that clients print."""
    return Response(
        status="410 DOAP is no longer supported.",
        text="DOAP is no longer supported.\n",
        content_type="text/plain",
        charset="UTF-8",
    )


@view_config(route_name="api.legacy.search")
def search(request: Request) -> Response:
    """Redirect to the search page."""
    return _searching(request, q=request.GET.get("term", ""))


@view_config(route_name="api.legacy.browse")
def browse(request: Request) -> Response:
    """Redirect to the search page with the classifier of this id."""
    number = request.GET.get("c", "")
    if not _NUMBER.match(number):
        raise HTTPNotFound("There is no classifier with this number.")
    classifier = classifier_by_id(request.db, int(number))
    if classifier is None:
        raise HTTPNotFound(f"There is no classifier with the number {number}.")
    return _searching(request, c=classifier)


@view_config(route_name="api.legacy.files")
def files(request: Request) -> Response:
    """Redirect to the files on the page of a release."""
    name, version = _given(request, "name"), _given(request, "version")
    return _to_release(request, name, version, _anchor="files")


@view_config(route_name="api.legacy.display")
def display(request: Request) -> Response:
    """Redirect to the page of a project, or of a release."""
    name, version = _given(request, "name"), request.GET.get("version", "")
    if version:
        return _to_release(request, name, version)
    return _to_project(request, name)


@view_config(route_name="api.legacy.rss")
def updates_feed(request: Request) -> Response:
    """Redirect to the feed of releases."""
    return HTTPMovedPermanently(request.route_url("api.rss.updates"))


@view_config(route_name="api.legacy.packages_rss")
def packages_feed(request: Request) -> Response:
    """Redirect to the feed of projects."""
    return HTTPMovedPermanently(request.route_url("api.rss.packages"))


@view_config(route_name="api.moved.home")
def home(request: Request) -> Response:
    """Redirect to the front page."""
    return HTTPMovedPermanently(request.route_url("pages.home"))


@view_config(route_name="api.moved.project")
@view_config(route_name="api.moved.p")
def project(request: Request) -> Response:
    """Redirect to the page of a project, its name as it was given."""
    return _to_project(request, request.matchdict["name"])


@view_config(route_name="api.moved.release")
@view_config(route_name="api.moved.p.release")
def release(request: Request) -> Response:
    """Redirect to the page of a release, name and version as they were given."""
    return _to_release(request, request.matchdict["name"], request.matchdict["version"])


@view_config(route_name="api.moved.user")
def user(request: Request) -> Response:
    """Redirect to the page of a person."""
    username = quote(_safe(request.matchdict["username"]), safe="")
    return HTTPMovedPermanently(f"{request.host_url}/user/{username}/")


@view_config(route_name="api.moved.sponsor")
def sponsor(request: Request) -> Response:
    """Redirect to the page of sponsors."""
    return HTTPMovedPermanently(f"{request.host_url}/sponsors/")


@view_config(route_name="api.moved.two_factor")
def two_factor(request: Request) -> Response:
    """Redirect to the page where people set up their second factor."""
    return HTTPMovedPermanently(f"{request.host_url}/manage/account/two-factor/")


def _searching(request: Request, **query: str) -> Response:
    return HTTPMovedPermanently(f"{request.host_url}/search/?{urlencode(query)}")


def _to_project(request: Request, name: str) -> Response:
    return HTTPMovedPermanently(request.route_url("pages.project", name=_safe(name)))


def _to_release(request: Request, name: str, version: str, **options: str) -> Response:
    location = request.route_url(
        "pages.release", name=_safe(name), version=_safe(version), **options
    )
    return HTTPMovedPermanently(location)


def _given(request: Request, name: str) -> str:
    value: str = request.GET.get(name, "")
    if not value:
        raise HTTPNotFound(f"Say which {name}, as in &{name}=….")
    return value


def _safe(part: str) -> str:
    """Return a part of a URL; refuse one that could be taken for anything else."""
    if _CONTROL.search(part):
        raise HTTPBadRequest("URL may not contain control characters")
    if "\\" in part:
        raise HTTPBadRequest("URL may not contain backslashes")
    return part
