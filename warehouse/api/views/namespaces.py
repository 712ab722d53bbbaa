"""Which namespaces there are, and whose they are (PEP 752)."""

from collections.abc import Sequence

from pyramid.httpexceptions import HTTPNotFound
from pyramid.response import Response
from pyramid.view import view_config

from warehouse.api.cross_origin import open_to_all
from warehouse.api.negotiation import V1_JSON
from warehouse.api.serializers import namespaces as serializer
from warehouse.http import Request
from warehouse.http.caching.derivers import DAY
from warehouse.namespaces import queries
from warehouse.namespaces.caching import ALL_NAMESPACES
from warehouse.namespaces.models import Namespace
from warehouse.namespaces.names import prefixes


@view_config(route_name="api.namespaces", stored_for=DAY, surrogate_keys=(ALL_NAMESPACES,))
def namespaces(request: Request) -> Response:
    """Answer with every namespace."""
    return _answer(serializer.all_namespaces(_found(queries.all_namespaces(request.db))))


@view_config(route_name="api.namespace", stored_for=DAY, surrogate_keys=(ALL_NAMESPACES,))
def namespace(request: Request) -> Response:
    """Answer with one namespace, by any spelling of its name."""
    name = request.matchdict["name"]
    found = _found(queries.related(request.db, name))
    wanted = prefixes(name)[-1]
    if not any(each.name == wanted for each in found):
        raise HTTPNotFound(f"There is no namespace {name!r}.")
    return _answer(serializer.one_namespace(found, wanted))


def _found(rows: Sequence[Namespace]) -> list[serializer.Granted]:
    return [
        serializer.Granted(each.normalized_name, each.organization.name) for each in rows
    ]


def _answer(body: bytes) -> Response:
    response = open_to_all(Response(body=body, content_type=V1_JSON))
    response.charset = None
    return response
