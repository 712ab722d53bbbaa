"""What becomes of namespaces when their organization goes."""

from warehouse.http import Request
from warehouse.namespaces.services import NamespaceService
from warehouse.organizations.signals import OrganizationDeleting
from warehouse.signals import on


@on(OrganizationDeleting)
def remove_namespaces(signal: OrganizationDeleting, request: Request) -> None:
    """Take back the namespaces of an organization that is deleted."""
    service = request.service(NamespaceService)
    service.remove_all(signal.organization, actor=signal.actor)
