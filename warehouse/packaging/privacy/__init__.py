"""Private projects: who sees them, who may read them, and what is told of that."""

from pyramid.config import Configurator


def includeme(config: Configurator) -> None:
    """Give sessions their view, and ask who reads where not everybody may."""
    config.include("warehouse.packaging.privacy.sight")
    config.include("warehouse.packaging.privacy.reading")
