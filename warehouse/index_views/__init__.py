"""Views: named rules for a part of the index, each seen under an address of its own."""

from pyramid.config import Configurator
from sqlalchemy import select

from warehouse.db import SessionFactory
from warehouse.http import Request
from warehouse.index_views.elsewhere import UpstreamProjects
from warehouse.index_views.models import IndexViewPinRefusal
from warehouse.index_views.own import OwnProjects
from warehouse.index_views.pinning import ViewPins, pinned, problem
from warehouse.index_views.services import IndexViewService
from warehouse.index_views.sources import Source, Sources
from warehouse.index_views.upstream_licences import UpstreamLicences
from warehouse.security import Permission
from warehouse.upstreams import UpstreamFetcher, UpstreamReader
from warehouse.upstreams.storage import UpstreamStorage


def add_view_source(config: Configurator, source: Source) -> None:
    """Have rules name a source."""
    config.registry[Sources].add(source)


def _service(request: Request) -> IndexViewService:
    return IndexViewService(request.db, request.announce, request.registry[Sources])


def _kept_files(request: Request) -> str | None:
    """Return that views cannot keep what is fetched through them, if they cannot."""
    return problem(request.db, request.settings.upstreams.most_bytes)


def includeme(config: Configurator) -> None:
    """Register the service and what its changes purge; provide `add_view_source`."""
    config.registry[Sources] = Sources()
    config.add_directive("add_view_source", add_view_source, action_wrap=False)
    config.add_view_source(OwnProjects())
    never = config.registry.settings["warehouse"].upstreams.never
    licences = UpstreamLicences(config.registry[UpstreamFetcher])
    reader = config.registry[UpstreamReader]
    config.add_view_source(UpstreamProjects(reader, licences, never))
    most_bytes = config.registry.settings["warehouse"].upstreams.most_bytes
    storage, sessions = config.registry[UpstreamStorage], config.registry[SessionFactory]
    config.registry[ViewPins] = ViewPins(sessions, storage, most_bytes)
    config.register_service(ViewPins, lambda request: request.registry[ViewPins])
    config.add_upstream_pins(pinned)
    config.add_health_part("kept-files", _kept_files)
    config.add_need(
        title="Views that cannot keep more files",
        permission=Permission.ADMIN_VIEWS_READ,
        route="admin.views",
        waiting=select(IndexViewPinRefusal.since),
    )
    config.register_service(IndexViewService, _service)
    config.add_purge_rules("warehouse.index_views.caching")
