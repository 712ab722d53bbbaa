"""Which requests may be answered from a store, and which of them are the same."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote_to_bytes

from pyramid.interfaces import IRoutesMapper
from pyramid.registry import Registry

from warehouse.application import forwarded
from warehouse.edge.gateway import Scope, environ_of
from warehouse.http import Request
from warehouse.settings import SiteSettings

Headers = dict[bytes, bytes]
Variation = Callable[[Request], str | None]

_ORIGIN = (b"host", b"x-forwarded-proto", b"x-forwarded-host")


@dataclass(frozen=True)
class Wanted:
    """What is asked for: a key, and the request that makes it if it must be made.

    The request has nothing in it but what the key says, so that nothing else about the
    client can get into what everyone will be sent.
    """

    key: str
    scope: Scope
    route: str
    variant: str

    def environ(self) -> dict[str, Any]:
        """A fresh WSGI environment of that request."""
        return environ_of(self.scope)


class Storables:
    """Knows the routes whose views say that their answers may be stored."""

    def __init__(self, registry: Registry) -> None:
        self.registry = registry
        self._site: SiteSettings = registry.settings["warehouse"].site
        self._mapper = registry.getUtility(IRoutesMapper)
        self.files = frozenset(_file_routes(registry))
        """The routes whose answers may be files, of which ranges are sent, too."""
        self._variations = {**_variations(registry), **dict.fromkeys(self.files)}

    def origin(self, scope: Scope, headers: Headers) -> tuple[str, str]:
        """Scheme and host that the client used, as far as proxies are believed."""
        trusted = self._site.trusted_proxies
        said = [headers.get(name, b"").decode("latin-1") for name in _ORIGIN]
        scheme = forwarded(said[1], trusted)
        if scheme not in {"http", "https"}:
            scheme = scope["scheme"]
        return scheme, forwarded(said[2], trusted) or said[0]

    def wanted(self, scope: Scope, headers: Headers) -> Wanted | None:
        """What `scope` asks for, None if its answer is never stored."""
        path = unquote_to_bytes(scope["raw_path"])
        if not path.startswith(b"/") or b"host" not in headers:
            return None
        try:
            path.decode()
            request = self._request(scope, headers)
            found = self._mapper(request)
        except ValueError:
            return None
        route = found["route"]
        if route is None or route.name not in self._variations:
            return None
        varies_by = self._variations[route.name]
        variant: str | None = ""
        if varies_by is not None:
            request.matchdict = found["match"]
            variant = varies_by(request)
        if variant is None:
            return None
        scheme, host = self.origin(scope, headers)
        key = "\n".join((scheme, host, path.decode("latin-1"), variant))
        return Wanted(key, _canonical(scope, headers, variant), route.name, variant)

    def _request(self, scope: Scope, headers: Headers) -> Request:
        asked = {**scope, "method": "GET", "headers": list(headers.items())}
        request = Request(environ_of(asked))
        request.registry = self.registry
        return request


def _canonical(scope: Scope, headers: Headers, variant: str) -> Scope:
    kept = [(name, headers[name]) for name in _ORIGIN if name in headers]
    if variant:
        kept.append((b"accept", variant.encode("latin-1")))
    return {**scope, "method": "GET", "query_string": b"", "headers": kept, "client": None}


def _variations(registry: Registry) -> dict[str, Variation | None]:
    """How the answers of each route vary, for the routes whose answers may be stored."""
    found: dict[str, Variation | None] = {}
    views = registry.introspector.get_category("views") or ()
    for view in (each["introspectable"] for each in views):
        if view.get("cached_for") is not None or view.get("stored_for") is not None:
            found[view["route_name"]] = view.get("varies_by")
    return found


def _file_routes(registry: Registry) -> Iterator[str]:
    """Those of views that send files, where files lie on this machine."""
    if registry.settings["warehouse"].storage.backend != "local":
        return
    for view in registry.introspector.get_category("views") or ():
        if view["introspectable"].get("sends_files"):
            yield view["introspectable"]["route_name"]
