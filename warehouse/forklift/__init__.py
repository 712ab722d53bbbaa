"""The upload API: what twine, uv and other clients send files to."""

from pyramid.config import Configurator


def includeme(config: Configurator) -> None:
    """Register the routes, the views and the tasks."""
    config.include("warehouse.forklift.routes")
    config.scan("warehouse.forklift.views")
    config.add_tasks("warehouse.forklift.tasks")
