"""People: their accounts, addresses and credentials."""

from pyramid.config import Configurator

from warehouse.accounts.passwords import PasswordHasher
from warehouse.accounts.policy import recognise_session
from warehouse.accounts.services.logins import LoginService
from warehouse.accounts.services.users import UserService
from warehouse.rate_limiting import RateLimiter


def includeme(config: Configurator) -> None:
    """Register the services, and recognise people by their session."""
    hasher = PasswordHasher()
    config.register_service(PasswordHasher, lambda request: hasher)
    config.register_service(
        UserService, lambda request: UserService(request.db, request.announce, hasher)
    )
    config.register_service(
        LoginService,
        lambda request: LoginService(
            request.db,
            request.announce,
            passwords=hasher,
            limiter=request.service(RateLimiter),
            settings=request.settings.accounts,
        ),
    )
    config.add_recogniser("session", recognise_session)
    config.add_purge_rules("warehouse.accounts.caching")
