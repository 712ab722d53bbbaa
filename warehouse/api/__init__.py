"""The read APIs: the simple index, files, and the JSON documents."""

from pyramid.config import Configurator


def includeme(config: Configurator) -> None:
    """Register routes and views."""
    config.include("warehouse.api.routes")
    config.scan("warehouse.api.views")
