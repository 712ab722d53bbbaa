"""What the index says to everybody: banners, and who supports it."""

from pyramid.config import Configurator

from warehouse.announcements.services import AnnouncementService


def includeme(config: Configurator) -> None:
    """Provide `request.service(AnnouncementService)`, and purge what shows its rows."""
    config.add_purge_rules("warehouse.announcements.caching")
    config.register_service(
        AnnouncementService, lambda request: AnnouncementService(request.db)
    )
