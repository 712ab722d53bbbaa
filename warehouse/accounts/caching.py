"""Surrogate keys of people, `user/<name>`, and what purges them."""

from collections.abc import Iterator

from sqlalchemy import inspect

from warehouse.accounts.models import User
from warehouse.purges import PurgeRule

ALL_USERS = "all-users"


def user_key(username: str) -> str:
    """Return the key of what shows the person of this name, in any spelling."""
    return f"user/{username.lower()}"


def _of_user(row: User) -> Iterator[str]:
    """Yield the keys of the names now and before, and that of all users."""
    yield user_key(row.username)
    yield from map(user_key, inspect(row).attrs.username.history.deleted)
    yield ALL_USERS


PURGES = (
    PurgeRule(
        User,
        _of_user,
        when=frozenset(
            {"username", "name", "hide_avatar", "is_active", "is_frozen", "date_joined"}
        ),
    ),
)
