"""Cache keys: which requests a store may answer, and which of them have the same answer."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple
from urllib.parse import unquote_to_bytes, urlencode

from pyramid.interfaces import IRoutesMapper
from pyramid.registry import Registry

from warehouse.application import forwarded
from warehouse.db import SessionFactory
from warehouse.edge.hosts import KnownHosts
from warehouse.edge.name_hashes import NameHashes
from warehouse.edge.named_paths import named_paths
from warehouse.edge.wsgi import Scope, environ_of
from warehouse.http import Request
from warehouse.http.caching.vary import english_routes
from warehouse.http.hosts import is_host
from warehouse.i18n import Negotiator
from warehouse.i18n.negotiation import PARAMETER
from warehouse.purges import NameSources
from warehouse.settings import SiteSettings

Headers = dict[bytes, bytes]
Variation = Callable[[Request], str | None]

_TOLD_BY = (b"host", b"x-forwarded-proto", b"x-forwarded-host")
_COOKIE = PARAMETER.encode()
_LONGEST_QUERY = 500
"""Bytes of the parameters that a view reads, beyond which its answer is not kept."""


@dataclass(frozen=True)
class CanonicalRequest:
    """A cache key, and the request that makes what is stored under it.

    The request contains only what the key does, so that nothing else about the client can
    get into what everyone is sent.
    """

    key: str
    scope: Scope
    route: str
    variant: str
    is_kept: bool = True
    """Whether it is kept for the next who asks for it in these words."""
    is_shared: bool = True
    """Whether other processes have what one has made; each asks where a file lies."""

    def environ(self, accept: bytes | None = None) -> dict[str, Any]:
        """Make a WSGI environment of the request, with its own `Accept` or this one."""
        if accept is None:
            return environ_of(self.scope)
        others = [each for each in self.scope["headers"] if each[0] != b"accept"]
        return environ_of({**self.scope, "headers": [*others, (b"accept", accept)]})


@dataclass
class Rule:
    """What the answers of a route depend on besides its path."""

    is_localized: bool
    names_host: bool = True
    varies_by: Variation | None = None
    parameters: set[str] = field(default_factory=set)


class _Asked(NamedTuple):
    """What the answer to a request depends on besides its path and its host."""

    route: str
    rule: Rule
    said: tuple[str, str, str]
    """Variant, locale and query."""


class CacheKeys:
    """Makes keys for the routes whose views say that their answers may be stored."""

    def __init__(self, registry: Registry) -> None:
        self.registry = registry
        self._site: SiteSettings = registry.settings["warehouse"].site
        self._mapper = registry.getUtility(IRoutesMapper)
        is_open = self._site.read == "public"
        self.files = frozenset(_file_routes(registry) if is_open else ())
        """The routes whose answers may be files, of which ranges are sent, too."""
        # What is not for everybody is made for each who asks, whose right is checked.
        rules = _rules(registry) if is_open else {}
        self._rules = rules | {name: Rule(False) for name in self.files}
        self._negotiator: Negotiator = registry[Negotiator]
        sessions, sources = registry[SessionFactory], registry[NameSources]
        self.names = {each: NameHashes(sources[each], sessions) for each in sources}
        self.named_paths = named_paths(registry, self.names)
        self.hosts = KnownHosts(self._site.domain)
        self.told_by = _TOLD_BY[: 1 if self._site.trusted_proxies == 0 else None]
        """The headers that say what host and scheme the client used."""

    def origin(self, scope: Scope, headers: Headers) -> tuple[str, str]:
        """Return the scheme and the host that the client used, as trusted proxies say."""
        trusted = self._site.trusted_proxies
        said = [headers.get(name, b"").decode("latin-1") for name in _TOLD_BY]
        scheme = forwarded(said[1], trusted)
        if scheme not in {"http", "https"}:
            scheme = scope["scheme"]
        return scheme, forwarded(said[2], trusted) or said[0]

    def language(self, headers: Headers) -> str | None:
        """Return the code of the client's preferred language, or None if it states none."""
        cookies, accepted = headers.get(b"cookie"), headers.get(b"accept-language")
        if accepted is None and (cookies is None or _COOKIE not in cookies):
            return None
        return self._negotiator.preferred(_text(cookies), _text(accepted)).code

    def wanted(self, scope: Scope, headers: Headers) -> CanonicalRequest | None:
        """Return the canonical request for `scope`; None if its answer is never stored."""
        path = unquote_to_bytes(scope["raw_path"])
        if not path.startswith(b"/") or b"host" not in headers:
            return None
        try:
            path.decode()
            asked = self._asked(self._request(scope, headers))
        except ValueError:
            return None
        scheme, host = self.origin(scope, headers)
        is_kept = self._is_kept(scope, scheme, host)
        if asked is None or is_kept is None or (asked.rule.names_host and not is_kept):
            return None
        host = host if asked.rule.names_host else self.hosts.own
        key = "\n".join((scheme, host, path.decode("latin-1"), *asked.said))
        made_by = _canonical(scope, (scheme, host), asked.said)
        is_shared = asked.route not in self.files
        kept = is_kept, is_shared
        return CanonicalRequest(key, made_by, asked.route, asked.said[0], *kept)

    def _asked(self, request: Request) -> "_Asked | None":
        """Return what the answer depends on, or None if it is never stored."""
        found = self._mapper(request)
        rule = self._rules.get(found["route"].name) if found["route"] else None
        if rule is None:
            return None
        request.matchdict = found["match"]
        variant = rule.varies_by(request) if rule.varies_by is not None else ""
        query = _query(request, rule)
        if variant is None or len(query) > _LONGEST_QUERY:
            return None
        locale = self._locale(request) if rule.is_localized else ""
        return _Asked(found["route"].name, rule, (variant, locale, query))

    def _is_kept(self, scope: Scope, scheme: str, host: str) -> bool | None:
        """Return whether answers for `host` are stored; None if the host is refused."""
        if not is_host(host) or not self.hosts.answers(host):
            return None
        return self.hosts.keeps(host, scheme, scope.get("server"))

    def _locale(self, request: Request) -> str:
        said = request.headers
        return self._negotiator.chosen(
            request.GET.get(PARAMETER), said.get("Cookie"), said.get("Accept-Language")
        ).code

    def _request(self, scope: Scope, headers: Headers) -> Request:
        asked = {**scope, "method": "GET", "headers": list(headers.items())}
        request = Request(environ_of(asked))
        request.registry = self.registry
        return request


def _text(value: bytes | None) -> str | None:
    return None if value is None else value.decode("latin-1")


def _query(request: Request, rule: Rule) -> str:
    """Return the parameters that the view reads, sorted by name.

    Those of one name keep their order. Raises `ValueError` where the query is no text, even
    where it is not read: such a request has to be refused.
    """
    if not request.query_string:
        return ""
    read = [each for each in request.GET.items() if each[0] in rule.parameters]
    return urlencode(sorted(read, key=lambda each: each[0]))


def _canonical(scope: Scope, origin: tuple[str, str], said: tuple[str, str, str]) -> Scope:
    variant, locale, query = said
    scheme, host = origin
    kept = [(b"host", host.encode("latin-1"))]
    if variant:
        kept.append((b"accept", variant.encode("latin-1")))
    if locale:
        kept.append((b"accept-language", locale.replace("_", "-").encode("latin-1")))
    return {
        **scope,
        "method": "GET",
        "scheme": scheme,
        "query_string": query.encode("latin-1"),
        "headers": kept,
        "client": None,
    }


def _rules(registry: Registry) -> dict[str, Rule]:
    """Return the rules of all routes whose answers may be stored."""
    found: dict[str, Rule] = {}
    english = english_routes(registry)
    views = registry.introspector.get_category("views") or ()
    for view in (each["introspectable"] for each in views):
        if view.get("cached_for") is not None or view.get("stored_for") is not None:
            name = view["route_name"]
            rule = found.setdefault(name, Rule(name not in english))
            rule.varies_by = view.get("varies_by") or rule.varies_by
            rule.names_host = view.get("names_host", True)
            rule.parameters.update(view.get("query") or ())
    return found


def _file_routes(registry: Registry) -> Iterator[str]:
    """Yield the routes of views that send files, if files lie on this machine."""
    if registry.settings["warehouse"].storage.backend != "local":
        return
    for view in registry.introspector.get_category("views") or ():
        if view["introspectable"].get("sends_files"):
            yield view["introspectable"]["route_name"]
