"""Pages that say the same until the code or the settings change."""

from typing import Any

from pyramid.view import view_config

from warehouse.http import Request
from warehouse.http.caching.derivers import DAY
from warehouse.i18n import _
from warehouse.packaging import limits
from warehouse.pages.guides import GUIDES
from warehouse.purges import ALL_HTML

_MAP = (
    (
        _("Browse"),
        (
            ("/", _("The front page")),
            ("/search/", _("All projects")),
            ("/classifiers/", _("Classifiers")),
            ("/stats/", _("Statistics")),
        ),
    ),
    (
        _("Read"),
        (
            ("/help/", _("Help")),
            ("/help/#installing", _("Installing")),
            ("/help/#publishing", _("Publishing")),
            ("/help/api/", _("API documentation")),
            ("/security/", _("Security")),
            ("/sponsors/", _("Sponsors")),
        ),
    ),
    (
        _("Your account"),
        (
            ("/account/login/", _("Sign in")),
            ("/manage/account/", _("Your projects and tokens")),
        ),
    ),
    (
        _("For programs"),
        (
            ("/simple/", _("Simple index")),
            ("/rss/updates.xml", _("Feed of updates")),
            ("/rss/packages.xml", _("Feed of new projects")),
            ("/sitemap.xml", _("All projects and people, for search engines")),
        ),
    ),
)


@view_config(
    route_name="pages.help",
    renderer="pages/help.html",
    stored_for=DAY,
    surrogate_keys=(ALL_HTML,),
)
def help(request: Request) -> dict[str, Any]:
    """Show how to install, how to upload, and what refusals mean."""
    return {
        "index_url": request.route_url("api.simple.index"),
        "upload_url": request.route_url("forklift.upload"),
        "limits": request.settings.uploads,
        "bounds": limits,
        "guides": GUIDES,
    }


@view_config(
    route_name="pages.security",
    renderer="pages/security.html",
    stored_for=DAY,
    surrogate_keys=(ALL_HTML,),
)
def security(request: Request) -> dict[str, Any]:
    """Show how to report a vulnerability."""
    return {"has_contact": request.settings.api.security_contact is not None}


@view_config(
    route_name="pages.sitemap",
    renderer="pages/sitemap.html",
    stored_for=DAY,
    surrogate_keys=(ALL_HTML,),
)
def sitemap(request: Request) -> dict[str, Any]:
    """Show links to all pages that are not about one project or person."""
    return {"groups": _MAP}
