"""The public pages, which use no identity, so that every cache may store them."""

from pyramid.config import Configurator


def includeme(config: Configurator) -> None:
    """Register routes and views."""
    config.include("warehouse.pages.routes")
    config.scan("warehouse.pages.views")
