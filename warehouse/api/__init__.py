"""The read APIs: the simple index, files, JSON, XML-RPC, feeds, and what robots read."""

from pyramid.config import Configurator

from warehouse.api.project_index import ProjectIndex
from warehouse.security.signed_reports import PublicKeys


def includeme(config: Configurator) -> None:
    """Register routes and views, and the keys that reports are signed with."""
    location = config.registry.settings["warehouse"].api.vulnerability_keys
    if location is not None:
        config.registry[PublicKeys] = PublicKeys(location)
    config.include("warehouse.api.routes")
    config.add_assembly("api.simple.index", ProjectIndex())
    config.scan("warehouse.api.views")
