"""What staff see and do: /admin."""

from pyramid.config import Configurator


def includeme(config: Configurator) -> None:
    """Register routes and views."""
    config.include("warehouse.admin.routes")
    config.include("warehouse.admin.lists")
    config.include("warehouse.admin.operations")
    config.scan("warehouse.admin.views")
