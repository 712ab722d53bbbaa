"""The pages on which people manage their account and its tokens."""

from pyramid.config import Configurator


def includeme(config: Configurator) -> None:
    """Register routes and views."""
    config.include("warehouse.manage.routes")
    config.scan("warehouse.manage.views")
