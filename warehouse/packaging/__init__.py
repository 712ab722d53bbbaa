"""Projects, releases, files, roles, and the journal of what happened to them."""

from pyramid.config import Configurator

from warehouse.accounts.services.users import UserService
from warehouse.flags import Flags
from warehouse.http import Request
from warehouse.packaging.project_names import ProjectNames
from warehouse.packaging.queries import owns_projects
from warehouse.packaging.resources import ProjectsResource
from warehouse.packaging.services import (
    CollaborationService,
    DepartureService,
    LifecycleService,
    LimitService,
    ManyReleasesService,
    NameProhibitionService,
    OwnerDeletionService,
    OwnershipService,
    PresentationService,
    ProjectPolicyService,
    ProjectService,
    PublishingService,
    ReleaseService,
    RemovalService,
    RequirementService,
    RoleService,
    TeamProjectService,
    YankService,
)
from warehouse.rate_limiting import RateLimiter
from warehouse.security import LinkSigner
from warehouse.storage import Storage


def _projects(request: Request) -> ProjectService:
    return ProjectService(
        request.db,
        request.announce,
        limiter=request.service(RateLimiter),
        flags=request.service(Flags),
        limits=request.settings.uploads,
    )


def _collaboration(request: Request) -> CollaborationService:
    return CollaborationService(
        request.db,
        request.announce,
        links=request.registry[LinkSigner],
        roles=request.service(RoleService),
        limiter=request.service(RateLimiter),
        limit=request.settings.accounts.invitations_per_user,
    )


def _releases(request: Request) -> ReleaseService:
    """Make the service; without a domain in the settings it can verify no links."""
    site = request.host_url if request.settings.site.domain else None
    return ReleaseService(request.db, request.announce, site=site)


def _lifecycle(request: Request) -> LifecycleService:
    return LifecycleService(request.db, request.announce, request.service(UserService))


def _publishing(request: Request) -> PublishingService:
    return PublishingService(
        request.db,
        request.announce,
        storage=request.service(Storage),
        releases=request.service(ReleaseService),
    )


def _owner_deletions(request: Request) -> OwnerDeletionService:
    return OwnerDeletionService(
        request.service(Flags),
        lifecycle=request.service(LifecycleService),
        releases=request.service(ReleaseService),
    )


def _many_releases(request: Request) -> ManyReleasesService:
    return ManyReleasesService(
        request.db,
        request.announce,
        deletions=request.service(OwnerDeletionService),
        yanks=request.service(YankService),
    )


def _name_prohibitions(request: Request) -> NameProhibitionService:
    return NameProhibitionService(
        request.db,
        projects=request.service(ProjectService),
        lifecycle=request.service(LifecycleService),
        roles=request.service(RoleService),
        ownership=request.service(OwnershipService),
    )


def _ownership(request: Request) -> OwnershipService:
    return OwnershipService(
        request.db,
        request.announce,
        projects=request.service(ProjectService),
        teams=request.service(TeamProjectService),
    )


def _team_projects(request: Request) -> TeamProjectService:
    return TeamProjectService(request.db, request.announce)


def includeme(config: Configurator) -> None:
    """Register the services, the journal and the tasks."""
    config.include("warehouse.packaging.privacy")
    config.register_service(CollaborationService, _collaboration)
    config.register_service(DepartureService, lambda request: DepartureService(request.db))
    config.register_service(LifecycleService, _lifecycle)
    config.register_service(
        LimitService, lambda request: LimitService(request.db, request.announce)
    )
    config.register_service(TeamProjectService, _team_projects)
    config.register_service(OwnershipService, _ownership)
    config.register_service(ManyReleasesService, _many_releases)
    config.register_service(OwnerDeletionService, _owner_deletions)
    config.register_service(NameProhibitionService, _name_prohibitions)
    config.register_service(
        PresentationService, lambda request: PresentationService(request.announce)
    )
    config.register_service(
        ProjectPolicyService, lambda request: ProjectPolicyService(request.announce)
    )
    config.register_service(ProjectService, _projects)
    config.register_service(ReleaseService, _releases)
    config.register_service(PublishingService, _publishing)
    config.register_service(
        RequirementService, lambda request: RequirementService(request.db)
    )
    config.register_service(
        RemovalService, lambda request: RemovalService(request.db, request.announce)
    )
    config.register_service(
        RoleService, lambda request: RoleService(request.db, request.announce)
    )
    config.register_service(YankService, lambda request: YankService(request.announce))
    mail = ("mail_listeners", "collaborator_mail", "organization_mail", "rule_mail")
    for module in ("listeners", *mail):
        config.add_listeners(f"warehouse.packaging.{module}")
    config.add_purge_rules("warehouse.packaging.caching")
    config.add_two_factor_group("owners", owns_projects)
    config.add_name_source(ProjectsResource, ProjectNames())
    config.add_tasks("warehouse.packaging.tasks")
