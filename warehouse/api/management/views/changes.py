"""The journal, for mirrors: what happened to which project, in the order of the serials."""

from pyramid.response import Response
from pyramid.view import view_config

from warehouse.api.cross_origin import open_to_all
from warehouse.api.management.bodies import Number, read_query
from warehouse.api.management.calls import spend
from warehouse.api.management.documents import change_document
from warehouse.api.serializers.wire import dump
from warehouse.http import Request
from warehouse.packaging.queries import changes_since
from warehouse.purges import wait_until_heard
from warehouse.security.addresses import network_of

_FIELDS = {
    "since": Number(2**31 - 1, default=0, smallest=0),
    "limit": Number(10_000, default=1000),
}


@view_config(route_name="api.changes")
def changes(request: Request) -> Response:
    """Answer with the changes after a serial, and with the serial to go on from."""
    spend(request, "address", network_of(request.client_addr) or "unknown")
    given = read_query(request, _FIELDS)
    since, limit = given["since"], given["limit"]
    found = changes_since(request.db, since, limit=limit)
    # Mirrors ask for the pages of what they hear of at once.
    wait_until_heard(request.db)
    document = {
        "changes": [change_document(each) for each in found],
        "last_serial": found[-1].id if found else since,
        "has_more": len(found) == limit,
    }
    response = Response(body=dump(document), content_type="application/json")
    response.charset = None
    response.cache_control = "no-cache"
    return open_to_all(response)
