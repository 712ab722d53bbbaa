"""A cache in front of the whole index, and what it is told.

See `README.rst` in this folder for what it may keep and when it hears of changes.
"""

from pyramid.config import Configurator

from warehouse.cdn.delivery import Teller
from warehouse.cdn.fastly import Fastly
from warehouse.cdn.interface import CDNUnavailable, OriginCache
from warehouse.cdn.tasks import follow
from warehouse.cdn.varnish import Varnish
from warehouse.db import SessionFactory
from warehouse.http import Request
from warehouse.settings import CDNSettings

__all__ = ["CDNUnavailable", "OriginCache", "Teller", "includeme", "make_cache"]


def make_cache(settings: CDNSettings) -> OriginCache | None:
    """What stands in front according to `settings`, if anything does."""
    if settings.backend == "fastly":
        return Fastly.from_settings(settings)
    if settings.backend == "varnish":
        return Varnish.from_settings(settings)
    return None


def includeme(config: Configurator) -> None:
    """Where a CDN is configured, mark answers for it and tell it of purges."""
    cache = make_cache(config.registry.settings["warehouse"].cdn)
    if cache is None:
        return
    config.registry[OriginCache] = cache
    config.register_service(Teller, _teller)
    config.add_tasks("warehouse.cdn.tasks")
    config.add_purge_listener(follow)
    config.add_tween(
        "warehouse.http.caching.surrogate_keys.surrogate_headers_tween_factory"
    )


def _teller(request: Request) -> Teller:
    return Teller(request.registry[SessionFactory], request.registry[OriginCache])
