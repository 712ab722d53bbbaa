"""Views: named rules for a part of the index, each seen under an address of its own."""

from pyramid.config import Configurator

from warehouse.http import Request
from warehouse.index_views.elsewhere import UpstreamProjects
from warehouse.index_views.own import OwnProjects
from warehouse.index_views.services import IndexViewService
from warehouse.index_views.sources import Source, Sources
from warehouse.index_views.upstream_licences import UpstreamLicences
from warehouse.upstreams import UpstreamFetcher, UpstreamReader


def add_view_source(config: Configurator, source: Source) -> None:
    """Have rules name a source."""
    config.registry[Sources].add(source)


def _service(request: Request) -> IndexViewService:
    return IndexViewService(request.db, request.announce, request.registry[Sources])


def includeme(config: Configurator) -> None:
    """Register the service and what its changes purge; provide `add_view_source`."""
    config.registry[Sources] = Sources()
    config.add_directive("add_view_source", add_view_source, action_wrap=False)
    config.add_view_source(OwnProjects())
    never = config.registry.settings["warehouse"].upstreams.never
    licences = UpstreamLicences(config.registry[UpstreamFetcher])
    reader = config.registry[UpstreamReader]
    config.add_view_source(UpstreamProjects(reader, licences, never))
    config.register_service(IndexViewService, _service)
    config.add_purge_rules("warehouse.index_views.caching")
