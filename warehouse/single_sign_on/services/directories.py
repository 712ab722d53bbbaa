"""Signing in with a name and a password that a directory knows."""

from sqlalchemy.orm import Session

from warehouse.accounts import queries as accounts
from warehouse.accounts.errors import PasswordUnchecked, PasswordWrong
from warehouse.accounts.models import User
from warehouse.accounts.passwords import is_usable
from warehouse.single_sign_on import queries
from warehouse.single_sign_on.directory import Directory
from warehouse.single_sign_on.errors import DirectorySilent, PasswordRefused
from warehouse.single_sign_on.providers import DIRECTORY, Assertion
from warehouse.single_sign_on.services.identities import IdentityService


class DirectoryService:
    """Decides whose password the directory is asked for.

    Whoever has an account that it opens is asked for there, and whoever has none. All
    other accounts have passwords of their own, and so have those of staff who chose one:
    they sign in though the directory is down.
    """

    def __init__(
        self, db: Session, directory: Directory | None, identities: IdentityService
    ) -> None:
        self.db, self.directory, self.identities = db, directory, identities

    def may_know(self, username: str) -> bool:
        """Return whether a name that no account has may be one of the directory."""
        is_free = accounts.user_named(self.db, username) is None
        return self.directory is not None and is_free

    def newcomer(self, username: str, password: str) -> Assertion:
        """Return what the directory says of somebody who has no account of this name.

        Raises `PasswordWrong` or `PasswordUnchecked`. No database connection should wait.
        """
        assert self.directory is not None
        return _asked(self.directory, username, password)

    def verify(self, user: User, password: str) -> bool | None:
        """Return whether the password is right, or None where the account has its own.

        Raises `PasswordUnchecked`.
        """
        if self.directory is None or (user.is_staff and is_usable(user.password)):
            return None
        found = queries.identity_at(self.db, user, DIRECTORY)
        if found is None:
            return None
        try:
            said = _asked(self.directory, found.username, password)
        except PasswordWrong:
            return False
        if said.subject != found.subject:
            return False
        self.identities.note_use(found, said)
        return True


def _asked(directory: Directory, username: str, password: str) -> Assertion:
    try:
        return directory.assertion(username, password)
    except PasswordRefused as error:
        raise PasswordWrong from error
    except DirectorySilent as error:
        raise PasswordUnchecked from error
