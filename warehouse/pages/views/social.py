"""Pictures for links to our pages."""

from pyramid.httpexceptions import HTTPNotFound
from pyramid.response import Response
from pyramid.view import view_config

from warehouse.http import Request
from warehouse.http.caching.derivers import DAY
from warehouse.packaging import queries
from warehouse.packaging.resources import ProjectResource
from warehouse.pages.social import Fonts, picture
from warehouse.purges import ALL_HTML
from warehouse.static import Manifest

_KEPT_FOR = 3600
_TEXT, _MONO = (
    "fonts/geist-latin-wght-normal.woff2",
    "fonts/geist-mono-latin-wght-normal.woff2",
)


@view_config(
    route_name="pages.picture",
    cached_for=_KEPT_FOR,
    surrogate_keys=(ALL_HTML,),
    names_host=False,
)
def site(request: Request) -> Response:
    """Show the picture of every page that has none of its own."""
    name = request.settings.site.name
    text = "Find, install and publish Python packages"
    return _png(picture(_fonts(request), site=name, title=name, text=text))


@view_config(
    route_name="pages.project.picture",
    context=ProjectResource,
    stored_for=DAY,
    surrogate_keys=(ALL_HTML,),
    names_host=False,
)
def project(context: ProjectResource, request: Request) -> Response:
    """Show the picture of a project: its name, its version, and what it says that it is."""
    release = queries.best_release(request.db, context.project)
    if release is None:
        raise HTTPNotFound
    return _png(
        picture(
            _fonts(request),
            site=request.settings.site.name,
            title=context.project.name,
            beside=release.version,
            text=release.summary or "",
        )
    )


def _fonts(request: Request) -> Fonts:
    manifest = request.registry[Manifest]
    return Fonts(manifest.path(_TEXT), manifest.path(_MONO))


def _png(content: bytes) -> Response:
    response = Response(body=content, content_type="image/png")
    response.charset = None
    return response
