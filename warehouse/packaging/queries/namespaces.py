"""The namespaces that cover a project (PEP 752)."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from warehouse.namespaces.models import Namespace
from warehouse.namespaces.queries import covers, is_inside
from warehouse.organizations.models import Organization
from warehouse.packaging.models import OrganizationProject, Project, Release, Role
from warehouse.packaging.queries.parts import Key


def select_namespaces(name: str, project_id: Key) -> Select[str, bool]:
    """Select the namespaces that cover a project, the widest first.

    Each is `owned` by the project if the organization of both is the same.
    """
    owned = (
        select(OrganizationProject.organization_id)
        .where(OrganizationProject.project_id == project_id)
        .where(OrganizationProject.organization_id == Namespace.organization_id)
        .correlate(Namespace, Release)
        .exists()
    )
    return (
        select(Namespace.normalized_name.label("name"), owned.label("owned"))
        .where(covers(name))
        .order_by(Namespace.normalized_name)
    )


def projects_of_others(
    db: Session,
    namespace: str,
    organization: Organization,
    *,
    person: UUID | None = None,
    limit: int,
) -> Sequence[Project]:
    """Return projects in a namespace that neither an organization nor a person owns."""
    is_theirs = (
        select(OrganizationProject.id)
        .where(OrganizationProject.project_id == Project.id)
        .where(OrganizationProject.organization_id == organization.id)
        .exists()
    )
    is_of_person = (
        select(Role.id)
        .where(Role.project_id == Project.id, Role.role_name == "Owner")
        .where(Role.user_id == person)
        .exists()
    )
    return db.scalars(
        select(Project)
        .where(is_inside(Project.normalized_name, namespace), ~is_theirs, ~is_of_person)
        .order_by(Project.normalized_name)
        .limit(limit)
    ).all()
