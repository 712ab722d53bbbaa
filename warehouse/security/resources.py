"""Resources: the tree of URLs, whose access lists say who may do what."""

from collections.abc import Iterable, Iterator
from typing import Any

from pyramid.authorization import ACLHelper, Allow, Authenticated, Everyone

from warehouse.security.identity import Detour, Identity
from warehouse.security.permissions import (
    ADMINS,
    MODERATORS,
    OBSERVERS,
    STAFF_RIGHTS,
    Permission,
)

ACE = tuple[str, str, str]


class Resource:
    """A node of the URL tree; it knows its parent, so permissions are inherited."""

    def __init__(self, parent: "Resource | None", *, name: str) -> None:
        self.__parent__ = parent
        self.__name__ = name

    def __acl__(self) -> Iterator[ACE]:
        """Grant nothing, unless a subclass does."""
        yield from ()

    def objection(self, identity: Identity, permission: str) -> Detour | None:
        """Return which rule keeps somebody from what access lists let them do here."""
        above = self.__parent__
        return None if above is None else above.objection(identity, permission)


class Root(Resource):
    """The root of the URL tree, which grants staff their permissions everywhere."""

    def __init__(self, request: Any) -> None:
        super().__init__(None, name="")
        self.request = request

    def __acl__(self) -> Iterator[ACE]:
        """Return the permissions of staff groups, and of whoever is known."""
        yield from _STAFF


def grant(principals: Iterable[str], *permissions: str) -> Iterator[ACE]:
    """Return the entries that give each of `principals` all of `permissions`."""
    for principal in principals:
        for permission in permissions:
            yield (Allow, principal, permission)


_STAFF = (
    *grant((Authenticated,), Permission.INDEX_READ),
    *grant((ADMINS, MODERATORS), Permission.PROJECT_READ, Permission.PROJECT_SEE),
    *grant((ADMINS, OBSERVERS), Permission.OBSERVER_API),
    *((Allow, group, right.permission) for right in STAFF_RIGHTS for group in right.groups),
)


def holds(resource: Resource, principals: Iterable[str], permission: str) -> bool:
    """Return whether access lists grant `permission` to one of these principals."""
    return bool(ACLHelper().permits(resource, {Everyone, *principals}, permission))
