"""Endpoints of trusted reporters: one whose address may change, and a stable one."""

from typing import Any

import orjson
from pyramid.httpexceptions import HTTPForbidden
from pyramid.response import Response
from pyramid.view import forbidden_view_config, view_config

from warehouse.http import Request
from warehouse.observations.errors import FieldsMissing, ReportInvalid
from warehouse.observations.reports import read_report
from warehouse.observations.services import ObservationService
from warehouse.packaging.models import Project
from warehouse.packaging.queries import project_named
from warehouse.packaging.resources import ProjectResource
from warehouse.security import Permission

_JSON = "application/json"
_DANGER = "application/vnd.pypi.api-v0-danger+json"
_DENIED = "Access was denied to this resource."
_MOST_NAME = 200


@view_config(route_name="api.observers.echo", permission=Permission.OBSERVER_API)
def echo(request: Request) -> Response:
    """Say whose token it is."""
    _require_accepted(request)
    return _answer(200, {"username": request.identity.user.username}, _DANGER)


@view_config(
    route_name="api.observers.project",
    context=ProjectResource,
    permission=Permission.OBSERVER_API,
    methods=("POST",),
    require_csrf=False,
)
def observe_project(context: ProjectResource, request: Request) -> Response:
    """Store an observation about the project of the URL."""
    _require_accepted(request)
    try:
        given = _read(request, _DANGER)
        return _store(request, context.project, given, _DANGER, needs_link=True)
    except _Unreadable as error:
        return _unreadable(error)


@view_config(
    route_name="api.observations",
    permission=Permission.OBSERVER_API,
    methods=("POST",),
    require_csrf=False,
)
def observe(request: Request) -> Response:
    """Store an observation about the project that the body names."""
    try:
        given = _read(request, _JSON)
    except _Unreadable as error:
        return _unreadable(error)
    name = given.get("project") if isinstance(given, dict) else None
    if not isinstance(name, str):
        problem = "Missing data for required field."
        return _answer(400, [_problem("ValidationError", problem, "project")], _JSON)
    project = project_named(request.db, name)
    if project is None:
        said = f"There is no project named {name[:_MOST_NAME]!r}."
        return _answer(404, {"message": said}, _JSON)
    return _store(request, project, given, _JSON, needs_link=False)


@forbidden_view_config(route_name="api.observers.echo")
@forbidden_view_config(route_name="api.observers.project")
@forbidden_view_config(route_name="api.observations")
def denied(error: HTTPForbidden, request: Request) -> Response:
    """Say no more than that access was denied."""
    return _answer(403, {"message": _DENIED}, _JSON)


class _Unreadable(Exception):
    """The body is not what it should be; the text says what it should be."""


def _store(
    request: Request, project: Project, given: Any, kind: str, *, needs_link: bool
) -> Response:
    base = request.settings.staff.inspector_url
    try:
        observed, summary, payload = read_report(
            given, base=base, name=project.name, needs_link=needs_link
        )
    except ReportInvalid as error:
        found = [_problem("ValidationError", p.message, p.field) for p in error.problems]
        return _answer(400, found, _JSON)
    except FieldsMissing as error:
        said = {"missing": error.missing, "project": error.project}
        return _answer(400, {"error": "missing required fields", **said}, _JSON)
    request.service(ObservationService).observe(
        project, observed, summary, payload=payload, actor=request.actor
    )
    thanks = {"project": project.name, "thanks": "for the observation"}
    return _answer(202, thanks, kind)


def _require_accepted(request: Request) -> None:
    if request.headers.get("Accept") and not request.accept.acceptable_offers([_DANGER]):
        raise HTTPForbidden


def _read(request: Request, kind: str) -> Any:
    if request.content_type != kind:
        raise _Unreadable(f"The body must be {kind}.")
    try:
        return orjson.loads(request.body)
    except orjson.JSONDecodeError as error:
        raise _Unreadable(f"The body is not JSON: {error}.") from error


def _unreadable(error: _Unreadable) -> Response:
    found = {"exception": "RequestBodyValidationError", "message": str(error)}
    return _answer(400, [found], _JSON)


def _problem(exception: str, message: str, field: str) -> dict[str, str]:
    return {"exception": exception, "message": message, "field": field}


def _answer(status: int, content: Any, kind: str) -> Response:
    response = Response(status=status, body=orjson.dumps(content), content_type=kind)
    response.charset = None
    response.vary = ("Authorization", "Cookie")
    return response
