"""Headers every answer has, and what is refused before anything looks at a request."""

from pyramid.config import Configurator


def includeme(config: Configurator) -> None:
    """Install the tweens, what every answer gets outermost."""
    config.add_tween("warehouse.http.caching.tween.validators_tween_factory")
    config.add_tween("warehouse.headers.sanity.sanity_tween_factory")
    config.add_tween("warehouse.headers.security.security_headers_tween_factory")
