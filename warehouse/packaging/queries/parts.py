"""Statements for the rows that belong to a release or to a project.

Pages and documents need them beside the release itself: each surface chooses columns with
`with_only_columns` and puts several statements into one of its own. A `release_id` may be
a column, so that the rows are found for every release of the outer statement.
"""

from typing import Any
from uuid import UUID

from sqlalchemy import CompoundSelect, Select, and_, func, select, true
from sqlalchemy.sql.expression import SQLColumnExpression

from warehouse.accounts.models import User
from warehouse.classifiers.models import Classifier
from warehouse.organizations.models import (
    Organization,
    OrganizationRole,
    OrganizationRoleName,
    Team,
    TeamRole,
)
from warehouse.packaging.models import (
    Dependency,
    DependencyKind,
    File,
    OrganizationProject,
    Project,
    Provenance,
    Release,
    ReleaseURL,
    Role,
    TeamProjectRole,
    TeamProjectRoleName,
    release_classifiers,
)

Key = UUID | SQLColumnExpression[UUID]

_NAME = r"^\s*([A-Za-z0-9][A-Za-z0-9._-]*)"


def select_classifiers(release_id: Key) -> Select[str]:
    """Select the classifiers of a release, in the order of the catalogue."""
    return (
        select(Classifier.classifier)
        .join(release_classifiers, release_classifiers.c.trove_id == Classifier.id)
        .where(release_classifiers.c.release_id == release_id)
        .order_by(Classifier.ordering.nulls_last(), Classifier.classifier)
    )


def select_urls(release_id: Key) -> Select[ReleaseURL]:
    """Select the labelled links of a release."""
    return select(ReleaseURL).where(ReleaseURL.release_id == release_id)


def select_requirements(release_id: Key) -> Select[str]:
    """Select the requirements of a release, as they were written."""
    return select(Dependency.specifier).where(
        Dependency.release_id == release_id,
        Dependency.kind == DependencyKind.REQUIRES_DIST,
    )


def select_resolved_requirements(release_id: Key) -> Select[str, str]:
    """Select the requirements of a release, each with the project here that it names."""
    named = func.normalize_pep426_name(func.substring(Dependency.specifier, _NAME))
    return (
        select_requirements(release_id)
        .add_columns(Project.name)
        .outerjoin(Project, Project.normalized_name == func.rtrim(named, "-"))
        .order_by(Dependency.specifier)
    )


def select_files(release: Release) -> Select[File]:
    """Select the files of a release, joined to their provenance, which few have."""
    return (
        select(File)
        .outerjoin(Provenance, Provenance.file_id == File.id)
        .where(File.release_id == release.id)
    )


def select_people(project_id: Key) -> Select[Role]:
    """Select the roles in a project, joined to the users who have them."""
    return (
        select(Role)
        .select_from(Role)
        .join(User, User.id == Role.user_id)
        .where(Role.project_id == project_id)
    )


def select_owned_projects(user_id: UUID) -> CompoundSelect[UUID]:
    """Select the ids of the projects that a person owns, by role, organization or team."""
    by_role = select(Role.project_id).where(
        Role.user_id == user_id, Role.role_name == "Owner"
    )
    by_team = select_teamed(TeamProjectRole.project_id).where(
        TeamRole.user_id == user_id,
        TeamProjectRole.role_name == TeamProjectRoleName.OWNER,
    )
    return by_role.union(select_organized(user_id, OrganizationProject.project_id), by_team)


def select_worked_projects(user_id: UUID) -> CompoundSelect[UUID]:
    """Select the ids of the projects that a person has a role in, of any kind."""
    return (
        select(Role.project_id)
        .where(Role.user_id == user_id)
        .union(
            select_organized(user_id, OrganizationProject.project_id),
            select_teamed(TeamProjectRole.project_id).where(TeamRole.user_id == user_id),
        )
    )


def select_teamed(*columns: Any) -> Select[Any]:
    """Select columns of the roles that people have in projects by their teams.

    A team works on projects of its organization only, and only its members are on it.
    """
    return (
        select(*columns)
        .select_from(TeamProjectRole)
        .join(Team, Team.id == TeamProjectRole.team_id)
        .join(TeamRole, TeamRole.team_id == Team.id)
        .join(
            OrganizationProject,
            and_(
                OrganizationProject.project_id == TeamProjectRole.project_id,
                OrganizationProject.organization_id == Team.organization_id,
            ),
        )
        .join(
            OrganizationRole,
            and_(
                OrganizationRole.organization_id == Team.organization_id,
                OrganizationRole.user_id == TeamRole.user_id,
            ),
        )
    )


def select_owners_of(
    project_ids: Select[UUID],
) -> CompoundSelect[UUID, UUID, bool]:
    """Select project and owner of each of some projects, by role, organization or team."""
    by_role = select(Role.project_id, Role.user_id, true()).where(
        Role.role_name == "Owner", Role.project_id.in_(project_ids)
    )
    above = (
        select(OrganizationProject.project_id, OrganizationRole.user_id, true())
        .join(
            OrganizationRole,
            OrganizationRole.organization_id == OrganizationProject.organization_id,
        )
        .where(OrganizationRole.role_name == OrganizationRoleName.OWNER)
        .where(OrganizationProject.project_id.in_(project_ids))
    )
    by_team = select_teamed(TeamProjectRole.project_id, TeamRole.user_id, true()).where(
        TeamProjectRole.role_name == TeamProjectRoleName.OWNER,
        TeamProjectRole.project_id.in_(project_ids),
    )
    return by_role.union(above, by_team)


def select_people_of(project_id: UUID) -> CompoundSelect[UUID]:
    """Select the ids of all who may work on a project, by whatever role."""
    by_role = select(Role.user_id).where(Role.project_id == project_id)
    above = (
        select(OrganizationRole.user_id)
        .join(
            OrganizationProject,
            OrganizationProject.organization_id == OrganizationRole.organization_id,
        )
        .where(OrganizationRole.role_name == OrganizationRoleName.OWNER)
        .where(OrganizationProject.project_id == project_id)
    )
    by_team = select_teamed(TeamRole.user_id).where(
        TeamProjectRole.project_id == project_id
    )
    return by_role.union(above, by_team)


def select_uploaders_for(organization_id: UUID) -> CompoundSelect[UUID]:
    """Select the ids of all who may upload to projects of an organization."""
    owners = select(OrganizationRole.user_id).where(
        OrganizationRole.organization_id == organization_id,
        OrganizationRole.role_name == OrganizationRoleName.OWNER,
    )
    by_role = (
        select(Role.user_id)
        .join(OrganizationProject, OrganizationProject.project_id == Role.project_id)
        .where(OrganizationProject.organization_id == organization_id)
    )
    by_team = select_teamed(TeamRole.user_id).where(
        OrganizationProject.organization_id == organization_id
    )
    return owners.union(by_role, by_team)


def select_organized(user_id: UUID, *columns: Any) -> Select[Any]:
    """Select columns of the projects of the organizations that a person owns."""
    return (
        select(*columns)
        .select_from(OrganizationProject)
        .join(
            OrganizationRole,
            OrganizationRole.organization_id == OrganizationProject.organization_id,
        )
        .join(Organization, Organization.id == OrganizationProject.organization_id)
        .where(OrganizationRole.user_id == user_id)
        .where(OrganizationRole.role_name == OrganizationRoleName.OWNER)
    )


def select_organization(project_id: Key) -> Select[Organization]:
    """Select the organization that owns a project, if one does."""
    return (
        select(Organization)
        .select_from(Organization)
        .join(OrganizationProject, OrganizationProject.organization_id == Organization.id)
        .where(OrganizationProject.project_id == project_id)
    )
