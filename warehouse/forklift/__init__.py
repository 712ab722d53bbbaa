"""The upload API: what twine, uv and other clients send files to."""

from pyramid.config import Configurator


def includeme(config: Configurator) -> None:
    """Register the routes and views."""
    config.include("warehouse.forklift.routes")
    config.scan("warehouse.forklift.views")
