"""What everyone may read: pages that know nobody, so anyone may keep them."""

from pyramid.config import Configurator


def includeme(config: Configurator) -> None:
    """Register routes and views."""
    config.include("warehouse.pages.routes")
    config.scan("warehouse.pages.views")
