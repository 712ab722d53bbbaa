"""The URLs of public pages."""

from pyramid.config import Configurator

from warehouse.accounts.resources import PeopleResource
from warehouse.packaging.resources import ProjectsResource


def includeme(config: Configurator) -> None:
    """Register them; none looks at a credential."""
    config.add_route("pages.home", "/")
    config.add_route(
        "pages.project", "/project/{name}/", factory=ProjectsResource, traverse="/{name}"
    )
    config.add_route(
        "pages.project.dependents",
        "/project/{name}/dependents/",
        factory=ProjectsResource,
        traverse="/{name}",
    )
    config.add_route(
        "pages.release",
        "/project/{name}/{version}/",
        factory=ProjectsResource,
        traverse="/{name}/{version}",
    )
    config.add_route("pages.search", "/search/")
    config.add_route("pages.search.suggest", "/search/suggest/")
    config.add_route(
        "pages.profile",
        "/user/{username}/",
        factory=PeopleResource,
        traverse="/{username}",
    )
    config.add_route("pages.help", "/help/")
