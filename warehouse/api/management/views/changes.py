"""The journal, for mirrors: what happened to which project, in the order of the serials.

Mirrors ask again and again, ask and wait (`wait=`), or hold a stream of server-sent events.
"""

import math
from collections.abc import Sequence
from typing import Any

from pyramid.response import Response
from pyramid.view import view_config

from warehouse.api.cross_origin import open_to_all
from warehouse.api.management.bodies import Number, read_query
from warehouse.api.management.calls import spend
from warehouse.api.management.documents import change_document
from warehouse.api.serializers.wire import dump
from warehouse.http import Request
from warehouse.http.following import CONTINUES, follow_up
from warehouse.packaging.caching import ALL_SERIALS
from warehouse.packaging.queries import changes_since, last_serial
from warehouse.purges import wait_until_heard
from warehouse.security.addresses import network_of

_LARGEST = 2**31 - 1
_FIELDS = {
    "since": Number(_LARGEST, default=0, smallest=0),
    "limit": Number(10_000, default=1000),
    "wait": Number(30, default=0, smallest=0),
}
_STREAM_FIELDS = {"since": Number(_LARGEST, default=-1, smallest=0)}
_AT_ONCE = 1000
"""Events of a stream that are sent at once."""

_RETRY = b"retry: 3000\n\n"
"""The milliseconds after which a client is to connect again."""


@view_config(route_name="api.changes", follows=ALL_SERIALS)
def changes(request: Request) -> Response:
    """Answer with the changes after a serial, and with the serial to go on from.

    Where there are none, the edge waits for the next one as long as the client wants.
    """
    given = read_query(request, _FIELDS)
    since, limit = given["since"], given["limit"]
    found = _read(request, since, limit)
    document = {
        "changes": [change_document(each) for each in found],
        "last_serial": found[-1].id if found else since,
        "has_more": len(found) == limit,
    }
    response = _response(dump(document), "application/json")
    if not found and given["wait"]:
        query = {"since": since, "limit": limit}
        target = request.route_path("api.changes", _query=query)
        follow_up(request, response, target, given["wait"])
    return response


@view_config(route_name="api.stream", follows=ALL_SERIALS)
def stream(request: Request) -> Response:
    """Send the changes after a serial, by default after now, as server-sent events.

    A browser that connects again says in `Last-Event-ID` what it has had.
    """
    since = _since(request)
    found = _read(request, since, _AT_ONCE)
    events = b"".join(map(_event, found))
    is_first = CONTINUES not in request.environ
    response = _response((_RETRY if is_first else b"") + events, "text/event-stream")
    response.cache_control = "no-store"
    response.headers["X-Accel-Buffering"] = "no"
    query = {"since": found[-1].id if found else since}
    target = request.route_path("api.stream", _query=query)
    is_all = len(found) < _AT_ONCE
    follow_up(request, response, target, math.inf if is_all else 0)
    return response


def _since(request: Request) -> int:
    since: int = read_query(request, _STREAM_FIELDS)["since"]
    known = request.headers.get("Last-Event-ID", "")
    if known.isascii() and known.isdigit() and len(known) <= len(str(_LARGEST)):
        return int(known)
    return last_serial(request.db) if since < 0 else since


def _read(request: Request, since: int, limit: int) -> Sequence[Any]:
    if CONTINUES not in request.environ:
        spend(request, "address", network_of(request.client_addr) or "unknown")
    found = changes_since(request.db, since, limit=limit)
    # Mirrors ask for the pages of what they hear of at once.
    wait_until_heard(request.db)
    return found


def _event(row: Any) -> bytes:
    document = dump(change_document(row)).rstrip()
    return b"id: %d\nevent: change\ndata: %s\n\n" % (row.id, document)


def _response(body: bytes, content_type: str) -> Response:
    response = Response(body=body, content_type=content_type)
    response.charset = None
    response.cache_control = "no-cache"
    return open_to_all(response)
