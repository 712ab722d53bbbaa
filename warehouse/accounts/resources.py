"""An account as a place in the URL tree: only its owner may enter."""

from collections.abc import Iterator

from pyramid.authorization import Allow, Authenticated

from warehouse.http import Request
from warehouse.security import ACE, Permission, Resource, Root


class OwnAccountResource(Resource):
    """/manage/account/: the account of whoever asks."""

    def __init__(self, request: Request) -> None:
        super().__init__(Root(request), name="account")

    def __acl__(self) -> Iterator[ACE]:
        """Everybody has an account of their own."""
        yield (Allow, Authenticated, Permission.ACCOUNT_MANAGE)
