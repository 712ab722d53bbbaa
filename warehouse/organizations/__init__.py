"""Organizations: groups of people that own projects."""

from pyramid.config import Configurator

from warehouse.organizations.services import (
    ApplicationService,
    OrganizationService,
    OrganizationStaffService,
)


def includeme(config: Configurator) -> None:
    """Register the service, its listeners, and what its changes purge."""
    config.register_service(
        OrganizationService,
        lambda request: OrganizationService(request.db, request.announce),
    )
    config.register_service(
        OrganizationStaffService,
        lambda request: OrganizationStaffService(request.db, request.announce),
    )
    config.register_service(
        ApplicationService,
        lambda request: ApplicationService(
            request.db, request.announce, request.service(OrganizationService)
        ),
    )
    config.add_tasks("warehouse.organizations.tasks")
    config.add_listeners("warehouse.organizations.listeners")
    config.add_listeners("warehouse.organizations.mail_listeners")
    config.add_purge_rules("warehouse.organizations.caching")
