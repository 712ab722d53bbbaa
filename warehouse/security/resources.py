"""Resources: the tree of URLs, whose access lists say who may do what."""

from collections.abc import Iterable, Iterator
from typing import Any

from pyramid.authorization import Allow

from warehouse.security.permissions import STAFF_GRANTS

ACE = tuple[str, str, str]


class Resource:
    """A place in the tree; it knows its parent, so permissions carry down."""

    def __init__(self, parent: "Resource | None", *, name: str) -> None:
        self.__parent__ = parent
        self.__name__ = name

    def __acl__(self) -> Iterator[ACE]:
        """Nobody gets anything here unless a subclass says so."""
        yield from ()


class Root(Resource):
    """The top of the tree, where staff have what they need everywhere."""

    def __init__(self, request: Any) -> None:
        super().__init__(None, name="")
        self.request = request

    def __acl__(self) -> Iterator[ACE]:
        """The table of staff groups and their permissions."""
        for group, permissions in STAFF_GRANTS.items():
            for permission in permissions:
                yield (Allow, group, permission)


def grant(principals: Iterable[str], *permissions: str) -> Iterator[ACE]:
    """Let each of `principals` do all of `permissions`."""
    for principal in principals:
        for permission in permissions:
            yield (Allow, principal, permission)
