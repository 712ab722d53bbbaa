"""Known vulnerabilities of releases, as advisory databases report them."""

from pyramid.config import Configurator

from warehouse.vulnerabilities.services import VulnerabilityService


def includeme(config: Configurator) -> None:
    """Register the service, and listen to what is published."""
    config.register_service(
        VulnerabilityService,
        lambda request: VulnerabilityService(request.db, request.announce),
    )
    config.add_listeners("warehouse.vulnerabilities.listeners")
