"""The endpoint of calls; responses have status 200, because clients read no other."""

from typing import Any

from pyramid.httpexceptions import HTTPError
from pyramid.response import Response
from pyramid.view import exception_view_config, view_config, view_defaults

from warehouse.api.serializers import xmlrpc
from warehouse.api.views.xmlrpc.methods import METHODS
from warehouse.api.views.xmlrpc.removed import REMOVED
from warehouse.api.xmlrpc import arguments, calls, faults
from warehouse.db import is_unavailable
from warehouse.http import Request
from warehouse.purges import wait_until_heard
from warehouse.rate_limiting import RateLimiter, Window
from warehouse.security.addresses import network_of
from warehouse.templates.errors import http_error_page

_ANY_METHOD = ("DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT")
_KEY = "xmlrpc.client"


@view_defaults(methods=_ANY_METHOD, require_csrf=False, read_only="allow")
class Endpoint:
    """The view of one call."""

    def __init__(self, context: Any, request: Request) -> None:
        self.request = request
        self.windows: list[Window] = []

    @view_config(route_name="api.xmlrpc")
    @view_config(route_name="api.xmlrpc.slash")
    @view_config(route_name="api.xmlrpc.rpc2")
    def answer(self) -> Response:
        """Answer with the result of the call, or the fault it ended with."""
        try:
            body = self._call()
        except faults.Fault as fault:
            body = xmlrpc.fault(fault.code, fault.text)
        response = _response(body)
        if self.windows:
            response.headers.update(_limit_headers(self.windows))
        return response

    def _call(self) -> bytes:
        body = self.request.body_file.read(calls.LARGEST + 1)
        if self.request.method != "POST" and body:
            raise faults.application_error()
        call = calls.read(body)
        method = METHODS.get(call.method) or REMOVED.get(call.method)
        if method is None:
            raise faults.unknown_method()
        self._spend()
        arguments.check(method, call.arguments)
        result: bytes = method(self.request, *call.arguments)
        # Mirrors ask for the pages of what they hear of at once.
        wait_until_heard(self.request.db)
        return result

    def _spend(self) -> None:
        """Count the call against its limit, and refuse the last that has room, too."""
        limit = self.request.settings.api.xmlrpc_calls
        address = network_of(self.request.client_addr) or "unknown"
        self.windows = self.request.service(RateLimiter).spend(limit, _KEY, address)
        spent = [window for window in self.windows if window.remaining == 0]
        if spent:
            raise faults.too_many_requests(max(window.reset for window in spent))


@exception_view_config(HTTPError, route_name="api.xmlrpc")
@exception_view_config(HTTPError, route_name="api.xmlrpc.slash")
@exception_view_config(HTTPError, route_name="api.xmlrpc.rpc2")
def refused(error: HTTPError, request: Request) -> Response:
    """Answer with the HTTP error of a request that is no call."""
    return http_error_page(error, request)


@exception_view_config(Exception, route_name="api.xmlrpc")
@exception_view_config(Exception, route_name="api.xmlrpc.slash")
@exception_view_config(Exception, route_name="api.xmlrpc.rpc2")
def unexpected(error: Exception, request: Request) -> Response:
    """Answer with a fault to an unforeseen error, and log it."""
    if is_unavailable(error):
        request.log.error("service_unavailable", error=type(error).__name__)
        fault = faults.unavailable()
    else:
        request.log.error("unexpected_error", exc_info=error, path=request.path_info)
        fault = faults.application_error()
    return _response(xmlrpc.fault(fault.code, fault.text))


def _response(body: bytes) -> Response:
    return Response(body=body, content_type="text/xml", charset="UTF-8")


def _limit_headers(windows: list[Window]) -> dict[str, str]:
    """Return `RateLimit-Policy` and `RateLimit`, as in the IETF's draft."""
    policies, states = [], []
    for position, window in enumerate(windows):
        name = _KEY if len(windows) == 1 else f"{_KEY}-{position}"
        policies.append(f'"{name}";q={window.limit};w={window.seconds};pk=:ip:')
        states.append(f'"{name}";r={window.remaining};t={window.reset}')
    return {"RateLimit-Policy": ", ".join(policies), "RateLimit": ", ".join(states)}
