"""Organizations and their teams as places in the URL tree, with who may do what there."""

from collections.abc import Iterator
from uuid import UUID

from sqlalchemy.orm import Session

from warehouse.http import Request
from warehouse.organizations import queries, rules
from warehouse.organizations.caching import organization_key
from warehouse.organizations.models import Organization, OrganizationRoleName, Team
from warehouse.security import ACE, Detour, Identity, Permission, Resource, Root, grant

_RIGHTS = {
    OrganizationRoleName.OWNER: (
        *(Permission.ORGANIZATION_READ, Permission.ORGANIZATION_LEAVE),
        *(Permission.ORGANIZATION_VISIT, Permission.ORGANIZATION_RECOVER),
        *(Permission.ORGANIZATION_MANAGE, Permission.ORGANIZATION_WRITE),
    ),
    OrganizationRoleName.MANAGER: (
        *(Permission.ORGANIZATION_READ, Permission.ORGANIZATION_LEAVE),
        *(Permission.ORGANIZATION_VISIT, Permission.ORGANIZATION_MANAGE),
    ),
    OrganizationRoleName.BILLING_MANAGER: (
        *(Permission.ORGANIZATION_READ, Permission.ORGANIZATION_VISIT),
    ),
    OrganizationRoleName.MEMBER: (
        *(Permission.ORGANIZATION_READ, Permission.ORGANIZATION_LEAVE),
        Permission.ORGANIZATION_VISIT,
    ),
}
"""What each role may do."""


def acting_for(organization_id: UUID) -> str:
    """Return the principal of the tokens of an organization."""
    return f"acting-for:{organization_id}"


class OrganizationResource(Resource):
    """/org/{name}: one organization, its teams below it."""

    def __init__(self, organization: Organization, parent: Resource) -> None:
        super().__init__(parent, name=organization.normalized_name)
        self.organization = organization

    def __acl__(self) -> Iterator[ACE]:
        """Let its people do what their roles allow, and its own tokens read."""
        key = self.organization.id
        yield from grant((acting_for(key),), Permission.ORGANIZATION_READ)
        makers = rules.roles_making_projects(self.organization)
        for user_id, role_name in queries.roles_in_organization(self.db, key):
            person = (f"user:{user_id}",)
            yield from grant(person, *_RIGHTS[role_name])
            if role_name in makers:
                yield from grant(person, Permission.ORGANIZATION_ADD)

    def objection(self, identity: Identity, permission: str) -> Detour | None:
        """Return which of its rules somebody does not meet; all may leave, or sign in."""
        if permission in {Permission.ORGANIZATION_LEAVE, Permission.ORGANIZATION_VISIT}:
            return None
        return rules.objection(self.organization, identity, permission)

    @property
    def db(self) -> Session:
        """Return the session the organization was loaded with."""
        session = Session.object_session(self.organization)
        if session is None:
            raise LookupError(f"{self.organization.name} is in no session")
        return session

    def __getitem__(self, name: str) -> "TeamResource":
        """Return the team of this name, in any spelling; raises `KeyError`."""
        team = queries.team_named(self.db, self.organization.id, name)
        if team is None:
            raise KeyError(name)
        return TeamResource(team, self)


class TeamResource(Resource):
    """/manage/organization/{name}/team/{team}: one team of an organization."""

    def __init__(self, team: Team, parent: OrganizationResource) -> None:
        super().__init__(parent, name=team.normalized_name)
        self.team = team
        self.organization = parent.organization


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


class OrganizationsByKeyResource(OrganizationsResource):
    """The same for addresses that outlive every name: it finds them by their id."""

    def __getitem__(self, key: str) -> OrganizationResource:
        """Return the organization with this id; raises `KeyError`."""
        try:
            organization = queries.organization_by_id(self.request.db, UUID(key))
        except ValueError:
            organization = None
        if organization is None:
            raise KeyError(key)
        return OrganizationResource(organization, self)
