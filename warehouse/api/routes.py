"""The URLs of the read APIs, in the order they are tried."""

from pyramid.config import Configurator

from warehouse.index_views.resources import ViewsResource
from warehouse.packaging.resources import FileResource, ProjectsResource
from warehouse.paths import FILES, SIMPLE, UPSTREAM_FILES
from warehouse.security.policy import PROOF
from warehouse.upstreams import IndexResource

PROJECT = {"factory": ProjectsResource, "traverse": "/{name}"}
INDEXED = {"factory": IndexResource, "traverse": "/{name}"}
OPEN = {"stays_open": True}
"""What an index has for everybody who may not read it."""
PROVED = {"stays_open": PROOF}
"""What programs send that prove themselves by a signature, or a token of others."""
RELEASE = {"factory": ProjectsResource, "traverse": "/{name}/{version}"}
INDEXED_RELEASE = {"factory": IndexResource, "traverse": "/{name}/{version}"}


def includeme(config: Configurator) -> None:
    """Register the routes, which use no credentials."""
    config.add_route("api.simple.index", SIMPLE)
    config.add_route("api.simple.detail", f"{SIMPLE}{{name}}/", **INDEXED)
    config.add_route("api.namespaces", "/namespaces")
    config.add_route("api.namespace", "/namespace/{name}")
    config.add_route("api.json.project", "/pypi/{name}/json", **INDEXED)
    config.add_route("api.json.project.slash", "/pypi/{name}/json/", **INDEXED)
    one = "/pypi/{name}/{version}/json"
    config.add_route("api.json.release", one, **INDEXED_RELEASE)
    config.add_route("api.json.release.slash", f"{one}/", **INDEXED_RELEASE)
    integrity = "/integrity/{name}/{version}/{filename}/provenance"
    config.add_route("api.integrity", integrity, **RELEASE)
    _views(config)
    _actions(config)
    xmlrpc = "Content-Type:text/xml"
    config.add_route("api.xmlrpc", "/pypi", header=xmlrpc)
    config.add_route("api.xmlrpc.slash", "/pypi/", header=xmlrpc)
    config.add_route("api.xmlrpc.rpc2", "/RPC2", header=xmlrpc)
    upstream = f"{UPSTREAM_FILES}{{id:[0-9]+}}/{{filename}}"
    config.add_route("api.upstream.file", upstream)
    config.add_route("api.files", f"{FILES}{{path:.+}}", factory=FileResource)
    _feeds(config)
    _moved(config)
    _observers(config)
    _trusted_publishing(config)
    config.add_route("api.openapi.yaml", "/api/openapi.yaml")
    config.add_route("api.openapi.json", "/api/openapi.json")
    config.add_route("api.documentation", "/help/api/")


def _views(config: Configurator) -> None:
    """Add the addresses below each view, which a name or a name and a moment spells."""
    view = {"factory": ViewsResource, "traverse": "/{view}"}
    config.add_route("api.view.index", "/views/{view}/simple/", **view)
    config.add_route("api.view.project", "/views/{view}/simple/{name}/", **view)
    config.add_route("api.view.file", "/views/{view}/files/{name}/{filename}", **view)
    config.add_route("api.view.why", "/views/{view}/why/{name}/", **view)
    config.add_route("api.view.why.file", "/views/{view}/why/{name}/{filename}", **view)
    config.add_route("api.view.search", "/views/{view}/search/", **view)
    config.add_route("api.view", "/views/{view}/", **view)


def _trusted_publishing(config: Configurator) -> None:
    """Add the addresses that clients of today know, and those of PEP 807."""
    config.add_route("api.oidc.audience", "/_/oidc/audience", **OPEN)
    config.add_route("api.oidc.mint", "/_/oidc/mint-token", **PROVED)
    config.add_route("api.oidc.mint.github", "/_/oidc/github/mint-token", **PROVED)
    config.add_route("api.pytp.discovery", "/.well-known/pytp", **OPEN)
    config.add_route("api.pytp.audience", "/_/pytp/audience", **OPEN)
    config.add_route("api.pytp.mint", "/_/pytp/mint-token", **PROVED)


def _actions(config: Configurator) -> None:
    """Add the routes of `/pypi?:action=…`, by the predicate of the upload API."""
    config.add_route("api.classifiers.list", "/pypi", action_in={"list_classifiers"})
    for name in ("doap", "search", "browse", "files", "display", "rss", "packages_rss"):
        config.add_route(f"api.legacy.{name}", "/pypi", action_in={name})


def _feeds(config: Configurator) -> None:
    config.add_route("api.rss.updates", "/rss/updates.xml")
    config.add_route("api.rss.packages", "/rss/packages.xml")
    config.add_route("api.rss.project", "/rss/project/{name}/releases.xml", **PROJECT)
    config.add_route("api.feeds.personal", "/feeds/{secret}/", **OPEN)
    config.add_route("api.feeds.organization", "/feeds/organization/{secret}/", **OPEN)
    config.add_route("api.sitemap.index", "/sitemap.xml")
    config.add_route("api.sitemap.bucket", "/{bucket:[^/.]+}.sitemap.xml")
    config.add_route("api.robots", "/robots.txt", **OPEN)
    config.add_route("api.opensearch", "/opensearch.xml")
    config.add_route("api.security", "/.well-known/security.txt", **OPEN)
    config.add_route("api.stats", "/stats/")
    config.add_route("api.classifiers", "/classifiers/")
    config.add_route("api.search", "/api/search/")
    config.add_route("api.mail.events", "/_/mail/events", **PROVED)
    config.add_route("api.downloads.log", "/_/downloads/", **PROVED)
    downloads = "/api/projects/{name}/downloads/"
    config.add_route("api.downloads.project", downloads, **PROJECT)
    config.add_route("api.vulnerabilities.osv", "/_/vulnerabilities/osv/report", **PROVED)
    config.add_route("api.tokens.disclose", "/_/secrets/disclose-token", **PROVED)
    config.add_route("api.tokens.disclose.github", "/_/github/disclose-token", **PROVED)


def _observers(config: Configurator) -> None:
    """Add the routes of trusted reporters, who send an API token."""
    token = {"accepts": {"token"}}
    config.add_route("api.observers.echo", "/danger-api/echo", **token)
    config.add_route(
        "api.observers.project",
        "/danger-api/projects/{name}/observations",
        **PROJECT,
        **token,
    )
    config.add_route("api.observations", "/api/observations/", **token)


def _moved(config: Configurator) -> None:
    config.add_route("api.moved.home", "/pypi/")
    config.add_route("api.moved.project", "/pypi/{name}/")
    config.add_route("api.moved.release", "/pypi/{name}/{version}/")
    config.add_route("api.moved.p", "/p/{name}/")
    config.add_route("api.moved.p.release", "/p/{name}/{version}/")
    config.add_route("api.moved.user", "/u/{username}/")
    config.add_route("api.moved.sponsor", "/sponsor/")
    config.add_route("api.moved.two_factor", "/2fa/")
