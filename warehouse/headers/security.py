"""Security headers: the content security policy and its relatives, on every answer."""

from collections.abc import Callable, Mapping

from pyramid.registry import Registry
from pyramid.response import Response

from warehouse.http import Request
from warehouse.paths import FILES, SIMPLE

Handler = Callable[[Request], Response]

POLICY = "; ".join(
    [
        "base-uri 'self'",
        "connect-src 'self'",
        "default-src 'none'",
        "font-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "img-src 'self' {images}",
        "script-src 'self'",
        "style-src 'self'",
    ]
)
SIMPLE_POLICY = "default-src 'none'; sandbox allow-top-navigation"
FILE_POLICY = "default-src 'none'; sandbox"


_MORE = "warehouse.policy"


def allow_sources(request: Request, sources: Mapping[str, str]) -> None:
    """Let the page that answers `request` load from more hosts, by directive."""
    if sources:
        request.environ[_MORE] = sources


def security_headers_tween_factory(handler: Handler, registry: Registry) -> Handler:
    """Add the headers that a view has not set itself."""
    site = registry.settings["warehouse"].site
    images = site.camo_url or "https: data:"
    page_policy = POLICY.format(images=images)

    def security_headers_tween(request: Request) -> Response:
        response = handler(request)
        headers = response.headers
        headers.setdefault("Content-Security-Policy", _policy(request, page_policy))
        headers.setdefault("Referrer-Policy", "origin-when-cross-origin")
        headers.setdefault("X-Content-Type-Options", "nosniff")
        headers.setdefault("X-Frame-Options", "deny")
        headers.setdefault("X-Permitted-Cross-Domain-Policies", "none")
        headers.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
        if site.https == "require":
            headers["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"
        return response

    return security_headers_tween


def _policy(request: Request, page_policy: str) -> str:
    path = request.environ["PATH_INFO"]
    more = request.environ.get(_MORE)
    if path.startswith(SIMPLE):
        return SIMPLE_POLICY
    if path.startswith(FILES):
        return FILE_POLICY
    return page_policy if more is None else _extended(page_policy, more)


def _extended(policy: str, more: Mapping[str, str]) -> str:
    directives = dict(each.split(" ", 1) for each in policy.split("; "))
    for name, hosts in more.items():
        directives[name] = f"{directives.get(name, '')} {hosts}".strip()
    return "; ".join(f"{name} {value}" for name, value in sorted(directives.items()))
