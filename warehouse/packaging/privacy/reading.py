"""An index that is not for everybody: `READ` says who reads at all.

Every route is for readers, unless it asks by itself who comes (`accepts=`) or says that it
`stays_open=`: what people need before they are known, and what programs prove otherwise.
"""

from typing import Any

from pyramid.config import Configurator
from pyramid.events import BeforeTraversal, ContextFound
from pyramid.httpexceptions import HTTPForbidden

from warehouse.http import Request
from warehouse.http.caching.private import mark_private
from warehouse.http.caching.vary import localized_routes
from warehouse.packaging.privacy.admission import refuse_ended, unauthorized
from warehouse.security import Identity, Permission, Refusal
from warehouse.security.policy import asks_readers, reader_of

_NEEDS_TOKEN = "This index is read with an API token, as the password of __token__."  # noqa: S105


def require_somebody(event: BeforeTraversal) -> None:
    """Refuse who names nobody, before anything is looked up."""
    request: Request = event.request
    if not asks_readers(request):
        return
    mark_private(request)
    found = reader_of(request)
    if isinstance(found, Identity) and _is_right_kind(request, found):
        refuse_ended(found)
        return
    if _is_page(request) and "Authorization" not in request.headers:
        raise HTTPForbidden
    raise unauthorized(found.reason if isinstance(found, Refusal) else _NEEDS_TOKEN)


def require_right(event: ContextFound) -> None:
    """Refuse who may not read the index, or not this of it."""
    request: Request = event.request
    if not asks_readers(request):
        return
    permitted: Any = request.has_permission(Permission.INDEX_READ, request.context)
    if permitted:
        return
    if request.identity.credential == "session":
        raise HTTPForbidden(result=permitted)
    raise unauthorized(getattr(permitted, "reason", _NEEDS_TOKEN))


def _is_right_kind(request: Request, reader: Identity) -> bool:
    """Return whether a session is enough, where programs may have to send a token."""
    is_for_programs = request.settings.site.read == "token" and not _is_page(request)
    return reader.credential == "token" or not is_for_programs


def _is_page(request: Request) -> bool:
    """Return whether people look at the answer, who can sign in."""
    route = request.matched_route
    return route is not None and route.name in localized_routes(request.registry)


def includeme(config: Configurator) -> None:
    """Ask who reads, where the index is not for everybody."""
    if config.registry.settings["warehouse"].site.read != "public":
        config.add_subscriber(require_somebody, BeforeTraversal)
        config.add_subscriber(require_right, ContextFound)
