"""Accounts as places in the URL tree: one's own, and those of all as others see them."""

from collections.abc import Iterator

from pyramid.authorization import Authenticated

from warehouse.accounts import queries
from warehouse.accounts.caching import user_key
from warehouse.accounts.models import User
from warehouse.http import Request
from warehouse.security import ACE, Permission, Resource, Root, grant


class OwnAccountResource(Resource):
    """/manage/account/: the account of whoever asks."""

    def __init__(self, request: Request) -> None:
        super().__init__(Root(request), name="account")

    def __acl__(self) -> Iterator[ACE]:
        """Let everybody manage their own account."""
        yield from grant(
            (Authenticated,),
            Permission.ACCOUNT_VISIT,
            Permission.ACCOUNT_SECURE,
            Permission.ACCOUNT_MANAGE,
        )


class PersonResource(Resource):
    """/user/{username}: what everyone may see of an account."""

    def __init__(self, person: User, parent: Resource) -> None:
        super().__init__(parent, name=person.username)
        self.person = person


class PeopleResource(Resource):
    """The parent of all accounts: it finds them by their name in any case."""

    def __init__(self, request: Request) -> None:
        super().__init__(Root(request), name="people")
        self.request = request

    def __getitem__(self, username: str) -> PersonResource:
        """Return the account of this name; raises `KeyError`."""
        self.request.depend_on(user_key(username))
        person = queries.user_named(self.request.db, username)
        if person is None:
            raise KeyError(username)
        return PersonResource(person, self)
