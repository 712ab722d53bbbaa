"""Every write to projects, releases and files."""

from warehouse.packaging.services.collaboration import CollaborationService
from warehouse.packaging.services.departures import DepartureService
from warehouse.packaging.services.lifecycle import LifecycleService
from warehouse.packaging.services.limits import LimitService
from warehouse.packaging.services.many import MOST_AT_ONCE, ManyReleasesService
from warehouse.packaging.services.owner_deletions import OwnerDeletionService
from warehouse.packaging.services.ownership import OwnershipService
from warehouse.packaging.services.policy import ProjectPolicyService
from warehouse.packaging.services.presenting import PresentationService
from warehouse.packaging.services.privacy import PrivacyService
from warehouse.packaging.services.prohibitions import NameProhibitionService
from warehouse.packaging.services.projects import ProjectService
from warehouse.packaging.services.publishing import PublishingService
from warehouse.packaging.services.releases import ReleaseService
from warehouse.packaging.services.removals import RemovalService
from warehouse.packaging.services.requirements import RequirementService
from warehouse.packaging.services.roles import RoleService
from warehouse.packaging.services.team_roles import TeamProjectService
from warehouse.packaging.services.yanking import YankService

__all__ = [
    "MOST_AT_ONCE",
    "CollaborationService",
    "DepartureService",
    "LifecycleService",
    "LimitService",
    "ManyReleasesService",
    "NameProhibitionService",
    "OwnerDeletionService",
    "OwnershipService",
    "PresentationService",
    "PrivacyService",
    "ProjectPolicyService",
    "ProjectService",
    "PublishingService",
    "ReleaseService",
    "RemovalService",
    "RequirementService",
    "RoleService",
    "TeamProjectService",
    "YankService",
]
