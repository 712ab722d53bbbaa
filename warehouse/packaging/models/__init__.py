"""The tables of packaging."""

from warehouse.packaging.models.file import DeletedFile, File, Filename, PackageType
from warehouse.packaging.models.invitation import InvitationStatus, RoleInvitation
from warehouse.packaging.models.journal import JournalEntry
from warehouse.packaging.models.lifecycle import LifecycleStatus
from warehouse.packaging.models.ownership import (
    OrganizationProject,
    TeamProjectRole,
    TeamProjectRoleName,
)
from warehouse.packaging.models.privacy import ProjectReader
from warehouse.packaging.models.prohibited import ProhibitedProjectName
from warehouse.packaging.models.project import FormerProjectName, Project, Role
from warehouse.packaging.models.provenance import Provenance
from warehouse.packaging.models.release import (
    Dependency,
    DependencyKind,
    Description,
    Release,
    ReleaseURL,
    release_classifiers,
)
from warehouse.packaging.models.requirement import ProjectRequirement
from warehouse.packaging.models.row_count import MonthlyCount, RowCount

__all__ = [
    "DeletedFile",
    "Dependency",
    "DependencyKind",
    "Description",
    "File",
    "Filename",
    "FormerProjectName",
    "InvitationStatus",
    "JournalEntry",
    "LifecycleStatus",
    "MonthlyCount",
    "OrganizationProject",
    "PackageType",
    "ProhibitedProjectName",
    "Project",
    "ProjectReader",
    "ProjectRequirement",
    "Provenance",
    "Release",
    "ReleaseURL",
    "Role",
    "RoleInvitation",
    "RowCount",
    "TeamProjectRole",
    "TeamProjectRoleName",
    "release_classifiers",
]
