"""A CDN in front of the whole index, and how it is told of purges.

See `README.rst` in this folder for what it may store and when it learns of changes.
"""

from pyramid.config import Configurator

from warehouse.cdn.delivery import Delivery
from warehouse.cdn.fastly import Fastly
from warehouse.cdn.interface import CDNUnavailable, OriginCache
from warehouse.cdn.tasks import deliver_soon
from warehouse.cdn.varnish import Varnish
from warehouse.db import SessionFactory
from warehouse.http import Request
from warehouse.settings import CDNSettings

__all__ = ["CDNUnavailable", "Delivery", "OriginCache", "includeme", "make_cache"]


def make_cache(settings: CDNSettings) -> OriginCache | None:
    """Make the CDN that `settings` name, or None."""
    if settings.backend == "fastly":
        return Fastly.from_settings(settings)
    if settings.backend == "varnish":
        return Varnish.from_settings(settings)
    return None


def includeme(config: Configurator) -> None:
    """Mark responses for the CDN, and tell it of purges, if one is configured."""
    cache = make_cache(config.registry.settings["warehouse"].cdn)
    if cache is None:
        return
    config.registry[OriginCache] = cache
    config.register_service(Delivery, _delivery)
    config.add_tasks("warehouse.cdn.tasks")
    config.add_purge_listener(deliver_soon)
    config.add_tween(
        "warehouse.http.caching.surrogate_keys.surrogate_headers_tween_factory"
    )


def _delivery(request: Request) -> Delivery:
    return Delivery(request.registry[SessionFactory], request.registry[OriginCache])
