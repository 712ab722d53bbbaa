"""Projects, releases, files, roles, and the journal of what happened to them."""

from pyramid.config import Configurator


def includeme(config: Configurator) -> None:
    """Register the services, the journal and the tasks."""
