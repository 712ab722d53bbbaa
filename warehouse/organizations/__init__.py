"""Organizations: groups of people that own projects."""

from pyramid.config import Configurator

from warehouse.http import Request
from warehouse.organizations.proofs import DomainProver, text_records
from warehouse.organizations.services import (
    ApplicationService,
    DomainService,
    FoundingService,
    InvitationService,
    MemberService,
    OrganizationService,
    OrganizationStaffService,
    ProviderService,
    RuleService,
    TeamService,
)
from warehouse.outbound import OutboundClient, TargetRules
from warehouse.rate_limiting import RateLimiter
from warehouse.security import LinkSigner

_PORTS = range(1, 65_536)
_SECONDS = 5.0
"""For how long the web site of a domain is waited for."""


def _founding(request: Request) -> FoundingService:
    return FoundingService(
        request.service(OrganizationService),
        request.service(RateLimiter),
        limit=request.settings.accounts.organizations_per_user,
    )


def _invitations(request: Request) -> InvitationService:
    return InvitationService(
        request.db,
        request.announce,
        links=request.registry[LinkSigner],
        members=request.service(MemberService),
        limiter=request.service(RateLimiter),
        limit=request.settings.accounts.invitations_per_user,
    )


def _provide_rules(config: Configurator) -> None:
    """Register the services of rules and identity providers, and who writes about them."""
    config.register_service(
        RuleService, lambda request: RuleService(request.db, request.announce)
    )
    config.add_listeners("warehouse.organizations.rule_mail")
    config.register_service(ProviderService, _providers)
    config.add_listeners("warehouse.organizations.provider_mail")


def _providers(request: Request) -> ProviderService:
    own = request.settings.trusted_publishing
    rules = TargetRules(_PORTS, allows_http=own.allows_http, private=own.private)
    return ProviderService(request.db, request.announce, rules)


def includeme(config: Configurator) -> None:
    """Register the service, its listeners, and what its changes purge."""
    config.register_service(
        OrganizationService,
        lambda request: OrganizationService(request.db, request.announce),
    )
    config.register_service(FoundingService, _founding)
    config.register_service(
        OrganizationStaffService,
        lambda request: OrganizationStaffService(
            request.db, request.announce, request.service(MemberService)
        ),
    )
    config.register_service(
        MemberService,
        lambda request: MemberService(
            request.db, request.announce, request.service(TeamService)
        ),
    )
    config.register_service(
        TeamService, lambda request: TeamService(request.db, request.announce)
    )
    config.register_service(InvitationService, _invitations)
    config.register_service(
        ApplicationService,
        lambda request: ApplicationService(
            request.db, request.announce, request.service(OrganizationService)
        ),
    )
    config.include(_provide_domains)
    config.include(_provide_rules)
    config.add_tasks("warehouse.organizations.tasks")
    config.add_listeners("warehouse.organizations.listeners")
    config.add_listeners("warehouse.organizations.mail_listeners")
    config.add_listeners("warehouse.organizations.member_mail")
    config.add_listeners("warehouse.organizations.domain_mail")
    config.add_purge_rules("warehouse.organizations.caching")


def _provide_domains(config: Configurator) -> None:
    """Register the service of domains, and what looks for their proofs."""
    private = config.registry.settings["warehouse"].webhooks.private
    client = OutboundClient(private=private, seconds=_SECONDS)
    config.registry[DomainProver] = DomainProver(text_records, client, TargetRules())
    config.register_service(
        DomainService,
        lambda request: DomainService(
            request.db, request.announce, request.registry[DomainProver]
        ),
    )
