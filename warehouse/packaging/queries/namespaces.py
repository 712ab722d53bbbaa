"""The namespaces that cover a project (PEP 752)."""

from sqlalchemy import Select, select

from warehouse.namespaces.models import Namespace
from warehouse.namespaces.queries import covers
from warehouse.packaging.models import OrganizationProject, Release
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
