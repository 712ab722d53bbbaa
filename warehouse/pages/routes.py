"""The URLs of public pages."""

from typing import Any

from pyramid.config import Configurator

from warehouse.accounts.resources import PeopleResource
from warehouse.organizations.resources import OrganizationsResource
from warehouse.packaging.resources import ProjectsResource
from warehouse.pages.guides import GUIDES
from warehouse.upstreams import IndexResource

_OPEN: dict[str, Any] = {"stays_open": True}
"""What says nothing of projects, and helps people to come in."""

INCLUDES: tuple[tuple[str, str, dict[str, Any]], ...] = (
    ("current_user", "authed/current-user-indicator/", {}),
    ("flashes", "unauthed/flash-messages/", {}),
    ("notifications", "authed/session-notifications/", {}),
    ("profile_callout", "authed/current-user-profile-callout/{username}", {}),
    ("profile_actions", "authed/profile-actions/{username}", {}),
    ("profile_email", "authed/profile-public-email/{username}", {}),
    (
        "edit_project",
        "authed/edit-project-button/{name}",
        {"factory": ProjectsResource},
    ),
    ("private_projects", "authed/private-projects/", {}),
    ("follow_project", "authed/follow-project/{name}", {"factory": ProjectsResource}),
)


def includeme(config: Configurator) -> None:
    """Register the routes; only the personal parts use credentials."""
    config.add_route("pages.home", "/")
    config.add_route("pages.picture", "/_social/site.png", **_OPEN)
    _add_downloads(config)
    _add_comparisons(config)
    _add_projects(config)
    _add_contents(config)
    config.add_route("pages.search", "/search/")
    config.add_route("pages.search.suggest", "/search/suggest/")
    _add_profiles(config)
    config.add_route("pages.help", "/help/", **_OPEN)
    config.add_route("pages.guide", f"/help/{{guide:({'|'.join(GUIDES)})}}/", **_OPEN)
    config.add_route("pages.style", "/_style/")
    config.add_route("pages.mail", "/_mail/")
    config.add_route("pages.mail.one", "/_mail/{name}/")
    config.add_route("pages.terms", "/policy/terms-of-use/", **_OPEN)
    config.add_route("pages.privacy", "/policy/privacy/", **_OPEN)
    config.add_route("pages.security", "/security/", **_OPEN)
    config.add_route("pages.moderation", "/moderation/")
    config.add_route("pages.sponsors", "/sponsors/")
    config.add_route("pages.sitemap", "/sitemap/")
    config.add_route("pages.locale", "/locale/", **_OPEN)
    _add_includes(config)


def _add_projects(config: Configurator) -> None:
    """Add the routes of projects; the form of a report is for who is signed in."""
    config.add_route(
        "pages.project.picture",
        "/_social/project/{name}.png",
        factory=ProjectsResource,
        traverse="/{name}",
    )
    config.add_route(
        "pages.project", "/project/{name}/", factory=IndexResource, traverse="/{name}"
    )
    config.add_route(
        "pages.project.dependents",
        "/project/{name}/dependents/",
        factory=ProjectsResource,
        traverse="/{name}",
    )
    config.add_route(
        "pages.project.releases",
        "/project/{name}/releases/",
        factory=ProjectsResource,
        traverse="/{name}",
    )
    config.add_route(
        "pages.project.report",
        "/project/{name}/submit-malware-report/",
        factory=ProjectsResource,
        traverse="/{name}",
        accepts={"session"},
    )
    config.add_route(
        "pages.release",
        "/project/{name}/{version}/",
        factory=IndexResource,
        traverse="/{name}/{version}",
    )
    _add_dependencies(config)


def _add_dependencies(config: Configurator) -> None:
    """Add the routes of what a release requires."""
    options = {"factory": ProjectsResource, "traverse": "/{name}/{version}"}
    page = "/project/{name}/{version}/dependencies/"
    part = "/_includes/unauthed/project-dependencies/{name}/{version}/"
    config.add_route("pages.release.dependencies", page, **options)
    config.add_route("pages.includes.dependencies", part, **options)


def _add_contents(config: Configurator) -> None:
    """Add the routes of what is inside files."""
    options = {"factory": ProjectsResource, "traverse": "/{name}/{version}"}
    base = "/project/{name}/{version}/files/{filename}/"
    config.add_route("pages.contents", base, **options)
    config.add_route("pages.contents.folder", f"{base}tree/{{path:.+}}/", **options)
    config.add_route("pages.contents.member", f"{base}text/{{path:.*[^/]}}", **options)
    config.add_route("pages.contents.raw", f"{base}raw/{{path:.*[^/]}}", **options)


def _add_comparisons(config: Configurator) -> None:
    """Add the routes of what differs between releases, and between files of one."""
    of_project = {"factory": ProjectsResource, "traverse": "/{name}"}
    of_release = {"factory": ProjectsResource, "traverse": "/{name}/{version}"}
    config.add_route("pages.diff.choose", "/project/{name}/diff/", **of_project)
    config.add_route("pages.diff", "/project/{name}/diff/{old}...{new}/", **of_project)
    config.add_route("pages.changes", "/project/{name}/{version}/changes/", **of_release)
    config.add_route("pages.diff.kinds", "/project/{name}/{version}/diff/", **of_release)


def _add_downloads(config: Configurator) -> None:
    """Add the routes of downloads and of badges."""
    options = {"factory": ProjectsResource, "traverse": "/{name}"}
    kinds = "version|downloads|python|license"
    part = "/_includes/unauthed/project-downloads/{name}/"
    config.add_route("pages.project.downloads", "/project/{name}/downloads/", **options)
    config.add_route("pages.badge", f"/badge/{{name}}/{{kind:(?:{kinds})}}.svg", **options)
    config.add_route("pages.includes.downloads", part, **options)


def _add_profiles(config: Configurator) -> None:
    """Add the routes of people and of organizations, under all their names."""
    config.add_route(
        "pages.profile",
        "/user/{username}/",
        factory=PeopleResource,
        traverse="/{username}",
    )
    config.add_route(
        "pages.organization",
        "/org/{name}/",
        factory=OrganizationsResource,
        traverse="/{name}",
    )


def _add_includes(config: Configurator) -> None:
    """Add the routes of the parts of pages; the personal ones use sessions."""
    unauthed = "/_includes/unauthed"
    config.add_route("pages.includes.banners", f"{unauthed}/notification-banners/", **_OPEN)
    config.add_route("pages.includes.sponsor", f"{unauthed}/sidebar-sponsor-logo/", **_OPEN)
    for name, path, options in INCLUDES:
        config.add_route(
            f"pages.includes.{name}", f"/_includes/{path}", accepts={"session"}, **options
        )
