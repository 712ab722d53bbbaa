"""The services of second factors and of sessions."""

from pyramid.config import Configurator

from warehouse.accounts.passwords import PasswordHasher
from warehouse.accounts.services.factor_reset import FactorResetService
from warehouse.accounts.services.factor_tries import FactorTries
from warehouse.accounts.services.new_devices import NewDeviceService
from warehouse.accounts.services.recovery_codes import RecoveryCodeService
from warehouse.accounts.services.security_keys import SecurityKeyService
from warehouse.accounts.services.sessions import SessionService
from warehouse.accounts.services.totp import TotpService
from warehouse.accounts.webauthn import Ceremonies, Site
from warehouse.http import Request
from warehouse.rate_limiting import RateLimiter
from warehouse.security import LinkSigner
from warehouse.sessions import SessionIndex


def includeme(config: Configurator) -> None:
    """Register the services, and write to people when a factor changes."""
    config.register_service(
        FactorTries,
        lambda request: FactorTries(
            request.announce,
            limiter=request.service(RateLimiter),
            settings=request.settings.accounts,
        ),
    )
    config.register_service(
        TotpService,
        lambda request: TotpService(
            request.db, request.announce, request.service(FactorTries)
        ),
    )
    config.register_service(
        RecoveryCodeService,
        lambda request: RecoveryCodeService(
            request.db,
            request.announce,
            passwords=request.service(PasswordHasher),
            tries=request.service(FactorTries),
        ),
    )
    config.register_service(NewDeviceService, _new_devices)
    config.register_service(SecurityKeyService, _security_keys)
    config.register_service(
        FactorResetService,
        lambda request: FactorResetService(request.db, request.announce),
    )
    config.register_service(
        SessionService, lambda request: SessionService(request.registry[SessionIndex])
    )
    config.add_listeners("warehouse.accounts.factor_listeners")


def _new_devices(request: Request) -> NewDeviceService:
    has_mail = request.settings.mail.server is not None
    return NewDeviceService(
        request.db,
        request.announce,
        request.registry[LinkSigner],
        mode=request.settings.accounts.confirm_new_devices if has_mail else "off",
    )


def _security_keys(request: Request) -> SecurityKeyService:
    site = Site(
        host=request.domain,
        origin=request.host_url,
        name=request.settings.site.name,
        browser=request.session.get_csrf_token(),
    )
    limiter = request.service(RateLimiter)
    return SecurityKeyService(
        request.db,
        request.announce,
        tries=request.service(FactorTries),
        ceremonies=Ceremonies(request.registry[LinkSigner], limiter, site),
    )
