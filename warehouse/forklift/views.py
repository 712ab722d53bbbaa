"""Answering uploads, in the words and the format that clients read."""

import json
import re
from functools import partial
from html import escape
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

from pyramid.httpexceptions import HTTPNoContent
from pyramid.renderers import render_to_response
from pyramid.response import Response
from pyramid.view import exception_view_config, view_config

from warehouse.forklift.actions import require_upload
from warehouse.forklift.intake import admitted, received_body
from warehouse.forklift.pipeline import accept
from warehouse.forklift.refusals import Reason, Refused
from warehouse.forklift.routes import action_of
from warehouse.http import Request
from warehouse.http.receiving import RECEPTION, is_to_follow
from warehouse.metrics import REFUSALS
from warehouse.metrics.refusals import RefusalCounts
from warehouse.paths import UPLOADS
from warehouse.upstreams.creating import beginning_again

ANY_METHOD = ("DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT")
VARY = ("Accept", "Authorization")
LONGEST_REASON = 500
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]+")


@view_config(
    route_name="forklift.upload", methods=ANY_METHOD, require_csrf=False, read_only="allow"
)
def upload(context: Any, request: Request) -> Response:
    """Accept a file or refuse it; explain the API to other methods."""
    action = action_of(request)
    if request.method != "POST":
        return _explanation(request)
    if action is not None:
        require_upload(action)
    if is_to_follow(request.environ):
        request.environ[RECEPTION] = admitted(request)
        return HTTPNoContent()
    with received_body(request) as body:
        if action is None:
            require_upload(body.first(":action"))
        outcome = beginning_again(request, partial(accept, request, body))
    response = Response("\n".join(outcome.warnings), content_type="text/plain")
    response.vary = VARY
    return response


@view_config(
    route_name="forklift.upload.redirect",
    methods=ANY_METHOD,
    require_csrf=False,
    read_only="allow",
)
def redirect(context: Any, request: Request) -> Response:
    """Redirect to the URL with a slash; clients that do not follow print the status."""
    response = Response(
        status=f"308 An upload was attempted to {UPLOADS} but the expected upload URL is "
        f"{UPLOADS}/ (with a trailing slash)",
        content_type="text/plain",
    )
    response.location = request.route_url("forklift.upload")
    return response


@view_config(
    route_name="forklift.moved", methods=("POST",), require_csrf=False, read_only="allow"
)
@view_config(
    route_name="forklift.moved.form",
    methods=("POST",),
    require_csrf=False,
    read_only="allow",
)
def moved(context: Any, request: Request) -> Response:
    """Refuse an upload to a former URL, and name the URL of today."""
    raise Refused(Reason.API_MOVED, url=request.route_url("forklift.upload"))


@exception_view_config(context=Refused)
def refused(context: Refused, request: Request) -> Response:
    """Answer with a refusal, in the status line and as text, HTML or JSON."""
    reason = context.reason
    request.log.info("upload_refused", reason=reason.code, status=reason.status)
    REFUSALS.labels(reason.code).inc()
    request.service(RefusalCounts).note(reason.code)
    message = context.message(request.host_url)
    status = f"{reason.status} {reason_phrase(message)}"
    kind, body = _formatted(request, reason, message, status)
    response = Response(body, status=status, content_type=kind, charset="utf-8")
    response.headers.update(context.headers)
    response.vary = VARY
    return response


def reason_phrase(message: str) -> str:
    """Return `message` for a status line: one line, Latin-1, of bounded length."""
    line = _CONTROL.sub(" ", message).encode("latin-1", "replace").decode("latin-1")
    line = " ".join(line.split())
    return line if len(line) <= LONGEST_REASON else f"{line[: LONGEST_REASON - 3]}..."


def _formatted(
    request: Request, reason: Reason, message: str, status: str
) -> tuple[str, str]:
    title = HTTPStatus(reason.status).phrase
    explanation = "The upload was refused, and nothing was changed."
    offers = request.accept.acceptable_offers(["text/html", "application/json"])
    kind = offers[0][0] if offers else "text/plain"
    if kind == "text/html":
        return kind, (
            f'<!DOCTYPE html>\n<html lang="en">\n<head><title>{escape(status)}</title>'
            f"</head>\n<body>\n<h1>{escape(title)}</h1>\n<p>{explanation}</p>\n"
            f"<p>{escape(message)}</p>\n</body>\n</html>\n"
        )
    if kind == "application/json":
        return kind, json.dumps(
            {"message": f"{explanation}\n\n{message}", "code": status, "title": title}
        )
    return kind, f"{status}\n\n{explanation}\n\n{message}\n"


def _explanation(request: Request) -> Response:
    host = urlsplit(request.application_url).netloc
    response = render_to_response(
        "forklift/upload.html",
        {"url": request.route_url("forklift.upload"), "host": host},
        request=request,
    )
    response.vary = VARY
    return response
