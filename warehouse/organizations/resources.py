"""Organizations as places in the URL tree, as everyone sees them."""

from warehouse.http import Request
from warehouse.organizations import queries
from warehouse.organizations.caching import organization_key
from warehouse.organizations.models import Organization
from warehouse.security import Resource, Root


class OrganizationResource(Resource):
    """/org/{name}: what everyone may see of an organization."""

    def __init__(self, organization: Organization, parent: Resource) -> None:
        super().__init__(parent, name=organization.normalized_name)
        self.organization = organization


class OrganizationsResource(Resource):
    """The parent of all organizations: it finds them by every name they ever had."""

    def __init__(self, request: Request) -> None:
        super().__init__(Root(request), name="organizations")
        self.request = request

    def __getitem__(self, name: str) -> OrganizationResource:
        """Return the organization that has or had this name; raises `KeyError`."""
        self.request.depend_on(organization_key(name))
        organization = queries.organization_named(self.request.db, name)
        if organization is None:
            raise KeyError(name)
        self.request.depend_on(organization_key(organization.name))
        return OrganizationResource(organization, self)
