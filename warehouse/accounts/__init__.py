"""People: their accounts, addresses and credentials."""

from pyramid.config import Configurator

from warehouse.accounts.addresses import MAIL_RESOLVER, AddressRules, make_resolver
from warehouse.accounts.bans import refuse_banned
from warehouse.accounts.breaches import make_corpus
from warehouse.accounts.elsewhere import verified_elsewhere
from warehouse.accounts.password_rules import PasswordRules
from warehouse.accounts.passwords import PasswordHasher
from warehouse.accounts.policies import Policies, read_policy
from warehouse.accounts.policy import recognise_session
from warehouse.accounts.services.addresses import AddressService
from warehouse.accounts.services.bounces import BounceService
from warehouse.accounts.services.deletion import DeletionService
from warehouse.accounts.services.exports import ExportService
from warehouse.accounts.services.invitations import InvitationService
from warehouse.accounts.services.logins import LoginService
from warehouse.accounts.services.passwords import PasswordService
from warehouse.accounts.services.preferences import PreferenceService
from warehouse.accounts.services.primary import PrimaryAddressService
from warehouse.accounts.services.prohibitions import (
    MailDomainService,
    UsernameProhibitionService,
)
from warehouse.accounts.services.registration import RegistrationService
from warehouse.accounts.services.staffing import StaffingService
from warehouse.accounts.services.support import SupportService
from warehouse.accounts.services.terms import TermsService
from warehouse.accounts.services.users import UserService
from warehouse.flags import Flags
from warehouse.http import Request
from warehouse.rate_limiting import RateLimiter
from warehouse.security import LinkSigner


def includeme(config: Configurator) -> None:
    """Register the services, and recognise people by their session."""
    settings = config.registry.settings["warehouse"]
    breached = make_corpus(settings.accounts.breached_passwords)
    terms, privacy = map(read_policy, (settings.site.terms, settings.site.privacy))
    config.registry[PasswordHasher] = PasswordHasher(settings.accounts.hash_cost)
    config.registry[Policies] = Policies(terms, privacy)
    config.register_service(PasswordRules, lambda request: PasswordRules(breached))
    for kind, factory in _FACTORIES.items():
        config.register_service(kind, factory)
    config.include("warehouse.accounts.elsewhere")
    config.include("warehouse.accounts.factors")
    config.include("warehouse.accounts.two_factor_policy")
    config.add_recogniser("session", recognise_session)
    config.add_gate(refuse_banned)
    config.add_listeners("warehouse.accounts.listeners")
    config.add_listeners("warehouse.accounts.mail_listeners")
    config.add_tasks("warehouse.accounts.tasks")
    config.add_purge_rules("warehouse.accounts.caching")


def _hasher(request: Request) -> PasswordHasher:
    hasher: PasswordHasher = request.registry[PasswordHasher]
    return hasher


def _users(request: Request) -> UserService:
    return UserService(request.db, request.announce, request.service(PasswordHasher))


def _logins(request: Request) -> LoginService:
    return LoginService(
        request.db,
        request.announce,
        passwords=request.service(PasswordHasher),
        rules=request.service(PasswordRules),
        elsewhere=verified_elsewhere(request),
        limiter=request.service(RateLimiter),
        settings=request.settings.accounts,
    )


def _terms(request: Request) -> TermsService:
    return TermsService(request.db, request.registry[Policies])


def _preferences(request: Request) -> PreferenceService:
    return PreferenceService(request.db, request.announce)


def _deletion(request: Request) -> DeletionService:
    staffing = request.service(StaffingService)
    return DeletionService(request.db, request.announce, staffing)


def _staffing(request: Request) -> StaffingService:
    return StaffingService(request.db, request.announce)


def _support(request: Request) -> SupportService:
    return SupportService(request.db, request.announce, request.service(UserService))


def _exports(request: Request) -> ExportService:
    return ExportService(request.db, request.announce)


def _address_rules(request: Request) -> AddressRules:
    resolver = None
    if request.settings.accounts.asks_dns:
        if MAIL_RESOLVER not in request.registry:
            request.registry[MAIL_RESOLVER] = make_resolver()
        resolver = request.registry[MAIL_RESOLVER]
    return AddressRules(request.db, resolver)


def _addresses(request: Request) -> AddressService:
    return AddressService(
        request.db,
        request.announce,
        users=request.service(UserService),
        rules=request.service(AddressRules),
        links=request.registry[LinkSigner],
        limiter=request.service(RateLimiter),
        settings=request.settings.accounts,
    )


def _bounces(request: Request) -> BounceService:
    return BounceService(request.db, request.announce)


def _invitations(request: Request) -> InvitationService:
    links, rules = request.registry[LinkSigner], request.service(AddressRules)
    return InvitationService(request.announce, links, rules)


def _registration(request: Request) -> RegistrationService:
    return RegistrationService(
        request.service(UserService),
        request.service(AddressService),
        request.service(InvitationService),
        address_rules=request.service(AddressRules),
        password_rules=request.service(PasswordRules),
        limiter=request.service(RateLimiter),
        flags=request.service(Flags),
        settings=request.settings.accounts,
    )


def _passwords(request: Request) -> PasswordService:
    return PasswordService(
        request.db,
        request.announce,
        users=request.service(UserService),
        logins=request.service(LoginService),
        rules=request.service(PasswordRules),
        links=request.registry[LinkSigner],
        limiter=request.service(RateLimiter),
        settings=request.settings.accounts,
    )


def _primary_addresses(request: Request) -> PrimaryAddressService:
    return PrimaryAddressService(
        request.db,
        request.announce,
        addresses=request.service(AddressService),
        rules=request.service(AddressRules),
        logins=request.service(LoginService),
        links=request.registry[LinkSigner],
        limiter=request.service(RateLimiter),
        settings=request.settings.accounts,
    )


_FACTORIES = {
    AddressRules: _address_rules,
    AddressService: _addresses,
    BounceService: _bounces,
    DeletionService: _deletion,
    PreferenceService: _preferences,
    ExportService: _exports,
    InvitationService: _invitations,
    MailDomainService: lambda request: MailDomainService(request.db),
    UsernameProhibitionService: lambda request: UsernameProhibitionService(request.db),
    LoginService: _logins,
    PasswordHasher: _hasher,
    PasswordService: _passwords,
    PrimaryAddressService: _primary_addresses,
    RegistrationService: _registration,
    StaffingService: _staffing,
    SupportService: _support,
    TermsService: _terms,
    UserService: _users,
}
"""How each service is made for a request."""
