"""The documents by which programs discover a site."""

from datetime import UTC, datetime, timedelta

from pyramid.httpexceptions import HTTPNotFound
from pyramid.response import Response
from pyramid.view import view_config

from warehouse.accounts.caching import ALL_USERS
from warehouse.api.serializers import sitemaps
from warehouse.http import Request
from warehouse.packaging import queries
from warehouse.packaging.caching import ALL_PROJECTS
from warehouse.paths import FILES, SIMPLE
from warehouse.static import Manifest

HOUR = 3600
DAY = 86400
_STALE_FOR = (6 * HOUR, DAY)
_LISTED = (ALL_PROJECTS, ALL_USERS)
_MOST_URLS = 50_000
_UNSETTLED = timedelta(days=14)
"""How long new names are left out, until spam is gone."""

_UNWANTED = (
    SIMPLE,
    FILES,
    "/_includes/authed/",
    "/project/*/submit-malware-report/",
    "/project/*/diff/",
    "/project/*/*/diff/",
    "/project/*/*/changes/",
    "/project/*/*/files/",
    "/pypi/*/json",
    "/pypi/*/*/json",
    "/pypi*?",
    "/search*",
    "/_/",
    "/integrity/",
    "/account/",
    "/admin/",
)


@view_config(
    route_name="api.sitemap.index",
    cached_for=HOUR,
    stored_for=HOUR,
    stale_for=_STALE_FOR,
    surrogate_keys=_LISTED,
)
def sitemap_index(request: Request) -> Response:
    """Answer with the list of sitemaps."""
    return _xml(
        sitemaps.index(
            (request.route_url("api.sitemap.bucket", bucket=bucket), newest)
            for bucket, newest in queries.sitemap_buckets(request.db, before=_settled())
        )
    )


@view_config(
    route_name="api.sitemap.bucket",
    cached_for=HOUR,
    stored_for=HOUR,
    stale_for=_STALE_FOR,
    surrogate_keys=_LISTED,
)
def sitemap_bucket(request: Request) -> Response:
    """Answer with one sitemap, of projects and of people."""
    bucket, before = request.matchdict["bucket"], _settled()
    urls = [
        request.route_url("pages.project", name=name)
        for name in queries.projects_in_bucket(request.db, bucket, before=before)
    ]
    urls += [
        f"{request.host_url}/user/{name}/"
        for name in queries.users_in_bucket(request.db, bucket, before=before)
    ]
    if len(urls) > _MOST_URLS:
        raise ValueError(f"the sitemap {bucket} has {len(urls)} URLs: use more buckets")
    return _xml(sitemaps.bucket(sorted(urls)))


@view_config(route_name="api.robots", cached_for=DAY, stale_for=_STALE_FOR)
def robots(request: Request) -> Response:
    """Answer with robots.txt, which allows nothing but on the host to be indexed."""
    is_to_be_found = request.settings.api.indexed_host in {request.host, request.domain}
    rules = _UNWANTED if is_to_be_found else ("/",)
    lines = [
        f"Sitemap: {request.route_url('api.sitemap.index')}",
        "",
        "User-agent: *",
        *(f"Disallow: {rule}" for rule in rules),
    ]
    return _text("\n".join(lines) + "\n")


@view_config(route_name="api.opensearch", cached_for=DAY, stale_for=_STALE_FOR)
def opensearch(request: Request) -> Response:
    """Answer with the OpenSearch description, for the address bar of browsers."""
    icon = request.registry[Manifest].url("images/logo.svg")
    return _xml(
        sitemaps.opensearch(
            site=request.settings.site.name,
            search_url=f"{request.host_url}/search/",
            icon=f"{request.host_url}{icon}",
        )
    )


@view_config(route_name="api.security", cached_for=DAY, stale_for=_STALE_FOR)
def security(request: Request) -> Response:
    """Answer with a security.txt (RFC 9116) that is the same for a whole day."""
    contact = request.settings.api.security_contact
    if contact is None:
        raise HTTPNotFound("This index has not said whom to tell of a weakness.")
    expires = datetime.now(UTC) + timedelta(days=364)
    fields = {
        "Contact": contact,
        "Expires": f"{expires:%Y-%m-%d}T00:00:00.000Z",
        "Preferred-Languages": "en",
        "Canonical": request.route_url("api.security"),
        "Policy": request.settings.api.security_policy
        or request.route_url("pages.security"),
    }
    # RFC 9116 wants https:// in every address of the web: a plain index has none to name.
    named = {
        name: value for name, value in fields.items() if not value.startswith("http://")
    }
    return _text("".join(f"{name}: {value}\n" for name, value in named.items()))


def _settled() -> datetime:
    return datetime.now(UTC) - _UNSETTLED


def _xml(body: bytes) -> Response:
    return Response(body=body, content_type="text/xml", charset="UTF-8")


def _text(body: str) -> Response:
    return Response(text=body, content_type="text/plain", charset="UTF-8")
