"""API tokens: macaroons that their holders may narrow down."""

from pyramid.config import Configurator

from warehouse.macaroons.policy import recognise_token
from warehouse.macaroons.services import (
    NarrowingService,
    OrganizationTokenService,
    TokenService,
    TokenUseService,
)


def includeme(config: Configurator) -> None:
    """Register services, listeners and tasks, and recognise programs by their token."""
    config.register_service(
        TokenService, lambda request: TokenService(request.db, request.announce)
    )
    config.register_service(
        NarrowingService, lambda request: NarrowingService(request.db, request.announce)
    )
    config.register_service(
        TokenUseService, lambda request: TokenUseService(request.db, request.announce)
    )
    config.register_service(
        OrganizationTokenService,
        lambda request: OrganizationTokenService(
            request.db, request.announce, request.service(TokenService)
        ),
    )
    config.add_tween(
        "warehouse.macaroons.misplaced.misplaced_tokens_tween_factory",
        under="warehouse.headers.sanity.sanity_tween_factory",
    )
    config.add_recogniser("token", recognise_token)
    config.add_listeners("warehouse.macaroons.listeners")
    config.add_listeners("warehouse.macaroons.organization_listeners")
    config.add_tasks("warehouse.macaroons.tasks")
