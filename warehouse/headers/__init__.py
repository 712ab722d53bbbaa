"""Headers that every answer has, and requests that are refused before anything else."""

from pyramid.config import Configurator


def includeme(config: Configurator) -> None:
    """Add the tweens, the outermost last."""
    config.add_tween("warehouse.http.caching.tween.validators_tween_factory")
    config.add_tween("warehouse.headers.sanity.sanity_tween_factory")
    config.add_tween("warehouse.headers.security.security_headers_tween_factory")
