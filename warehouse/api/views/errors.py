"""Answers for missing resources, in the form that clients of each API expect."""

from pyramid.httpexceptions import HTTPNotFound
from pyramid.response import Response
from pyramid.view import notfound_view_config

from warehouse.api.cross_origin import open_to_all
from warehouse.api.serializers.provenance import refusal_of_provenance
from warehouse.http import Request
from warehouse.index_views.resources import NotInView
from warehouse.templates.errors import http_error_page


@notfound_view_config(path_info=r"^/(simple/.*/|namespace/[^/]*)\Z", append_slash=False)
def simple_not_found(request: Request) -> Response:
    """Answer 404 as plain text, whatever was accepted."""
    body = Response(status=404, body=b"404 Not Found", content_type="text/plain")
    body.charset = "UTF-8"
    return open_to_all(body)


@notfound_view_config(
    path_info=r"^/views/[^/]+/(simple/(.*/)?|files/.*)\Z", append_slash=False
)
def not_in_view(error: HTTPNotFound, request: Request) -> Response:
    """Answer 404 as plain text, with the reason where it is that of a view."""
    said = error.detail if isinstance(error, NotInView) else "There is no such address."
    response = Response(status=404, text=f"{said}\n", content_type="text/plain")
    response.charset = "UTF-8"
    return open_to_all(response)


@notfound_view_config(path_info=r"^/pypi/[^/]+(/[^/]+)?/json/?\Z", append_slash=False)
def json_not_found(request: Request) -> Response:
    """Answer 404 with the smallest JSON document there is."""
    body = b'{"message": "Not Found"}'
    response = Response(status=404, body=body, content_type="application/json")
    response.charset = None
    return open_to_all(response)


@notfound_view_config(path_info=r"^/integrity/", append_slash=False)
def provenance_not_found(request: Request) -> Response:
    """Say as JSON that a file has no provenance (PEP 740), or is not known at all."""
    parts = request.path_info.strip("/").split("/")
    filename = parts[3] if len(parts) == 5 else "this"
    return refusal_of_provenance(404, f"No provenance available for {filename}")


@notfound_view_config(route_name="api.legacy.browse", append_slash=False)
@notfound_view_config(route_name="api.legacy.files", append_slash=False)
@notfound_view_config(route_name="api.legacy.display", append_slash=False)
def action_not_found(error: HTTPNotFound, request: Request) -> Response:
    """Answer with what the query lacks, rather than with the front page."""
    return http_error_page(error, request)
