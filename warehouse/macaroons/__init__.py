"""API tokens: macaroons that their holders may narrow down."""

from pyramid.config import Configurator

from warehouse.macaroons.policy import recognise_token
from warehouse.macaroons.services import TokenService


def includeme(config: Configurator) -> None:
    """Register the service, and recognise programs by their token."""
    config.register_service(
        TokenService, lambda request: TokenService(request.db, request.announce)
    )
    config.add_recogniser("token", recognise_token)
