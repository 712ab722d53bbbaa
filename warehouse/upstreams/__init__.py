"""Other indexes, whose projects this one offers under the same address as its own."""

from pyramid.config import Configurator
from pyramid.registry import Registry
from pyramid_retry import BeforeRetry

from warehouse.db import SessionFactory
from warehouse.upstreams.asking import UpstreamClient
from warehouse.upstreams.creating import ask_before_retry
from warehouse.upstreams.describing import UpstreamDescriber
from warehouse.upstreams.fetching import UpstreamFetcher
from warehouse.upstreams.gate import UpstreamGate
from warehouse.upstreams.name_lists import UpstreamNames
from warehouse.upstreams.names import IndexNames
from warehouse.upstreams.reading import UpstreamReader
from warehouse.upstreams.resources import IndexResource
from warehouse.upstreams.services import Pins, PinSources, UpstreamService
from warehouse.upstreams.storage import UpstreamStorage, make_storage

__all__ = [
    "IndexResource",
    "UpstreamDescriber",
    "UpstreamFetcher",
    "UpstreamNames",
    "UpstreamReader",
    "UpstreamService",
]


_SHARED = (UpstreamReader, UpstreamFetcher, UpstreamDescriber, UpstreamNames)
"""One of each is for all threads of a process."""


def _install(registry: Registry) -> UpstreamClient:
    settings = registry.settings["warehouse"]
    sessions: SessionFactory = registry[SessionFactory]
    client, storage = UpstreamClient(settings.upstreams), make_storage(settings)
    registry[UpstreamStorage] = storage
    gate = registry[UpstreamGate] = UpstreamGate()
    registry[UpstreamReader] = UpstreamReader(sessions, client, settings.upstreams, gate)
    fetcher = UpstreamFetcher(sessions, client, storage, settings.upstreams)
    registry[UpstreamFetcher] = fetcher
    registry[UpstreamNames] = UpstreamNames(sessions, client, storage, settings.upstreams)
    registry[UpstreamDescriber] = UpstreamDescriber(fetcher, gate)
    return client


def add_upstream_pins(config: Configurator, pins: Pins) -> None:
    """Have files stay that somebody pins."""
    config.registry[PinSources].append(pins)


def includeme(config: Configurator) -> None:
    """Register what reads upstreams, the service, its purges and its task."""
    client = _install(config.registry)
    config.registry[PinSources] = PinSources()
    config.add_directive("add_upstream_pins", add_upstream_pins, action_wrap=False)
    for kind in _SHARED:
        config.register_service(kind, lambda request, kind=kind: request.registry[kind])
    config.register_service(
        UpstreamService,
        lambda request: UpstreamService(
            request.db,
            rules=client.rules,
            storage=request.registry[UpstreamStorage],
            pins=request.registry[PinSources],
        ),
    )
    config.add_listeners("warehouse.upstreams.listeners")
    config.add_subscriber(ask_before_retry, BeforeRetry)
    config.add_purge_rules("warehouse.upstreams.caching")
    config.add_name_source(IndexResource, IndexNames())
    config.add_tasks("warehouse.upstreams.tasks")
