"""The management API: what owners do to their projects, by programs."""

from pyramid.config import Configurator


def includeme(config: Configurator) -> None:
    """Register the routes and views."""
    config.include("warehouse.api.management.routes")
    config.scan("warehouse.api.management.views")
