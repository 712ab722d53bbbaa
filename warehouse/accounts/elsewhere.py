"""Passwords that something else knows, as a directory does: domains say whose."""

from collections.abc import Callable

from pyramid.config import Configurator

from warehouse.accounts.models import User
from warehouse.http import Request

Verifier = Callable[[Request, User, str], bool | None]
"""Returns whether the password is that of the account, or None where it does not know.

Raises `PasswordUnchecked` where it should know, and cannot be asked.
"""


class Verifiers(list[Verifier]):
    """Who is asked before the hash of an account counts."""


def verified_elsewhere(request: Request) -> Callable[[User, str], bool | None]:
    """Return a function that asks all verifiers, and returns what the first one knows."""

    def verify(user: User, password: str) -> bool | None:
        answers = (each(request, user, password) for each in request.registry[Verifiers])
        return next((each for each in answers if each is not None), None)

    return verify


def add_password_verifier(config: Configurator, verifier: Verifier) -> None:
    """Have something else asked whether a password is that of an account."""
    config.registry[Verifiers].append(verifier)


def includeme(config: Configurator) -> None:
    """Provide `config.add_password_verifier`."""
    config.registry[Verifiers] = Verifiers()
    config.add_directive("add_password_verifier", add_password_verifier)
