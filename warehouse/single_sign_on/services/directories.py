"""Signing in with a name and a password that a directory knows."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from warehouse.accounts import queries as accounts
from warehouse.accounts.errors import PasswordUnchecked, PasswordWrong
from warehouse.accounts.models import User
from warehouse.accounts.passwords import is_usable
from warehouse.single_sign_on import queries
from warehouse.single_sign_on.directory import Directory
from warehouse.single_sign_on.errors import DirectorySilent, PasswordRefused
from warehouse.single_sign_on.models import LinkedIdentity
from warehouse.single_sign_on.providers import DIRECTORY, Assertion
from warehouse.single_sign_on.services.identities import IdentityService


@dataclass(frozen=True)
class Asked:
    """By what name the directory is asked, and for which account and person, if known."""

    username: str
    user_id: UUID | None = None
    subject: str | None = None

    @property
    def counts_for(self) -> str:
        """Return for whom a wrong password counts."""
        if self.user_id is not None:
            return str(self.user_id)
        return f"directory/{self.username.lower()}"


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

    def asked_for(self, username: str) -> Asked | None:
        """Return for whom the directory is asked when somebody types a name, or None.

        It is not for names of accounts that have passwords of their own.
        """
        if self.directory is None:
            return None
        user = accounts.user_named(self.db, username)
        if user is None:
            return Asked(username)
        found = self._identity_of(user)
        if found is None:
            return None
        return Asked(found.username, user_id=user.id, subject=found.subject)

    def assertion(self, asked: Asked, password: str) -> Assertion:
        """Return what the directory says of somebody.

        Raises `PasswordWrong` or `PasswordUnchecked`. No database connection should wait.
        """
        assert self.directory is not None
        said = _asked(self.directory, asked.username, password)
        if asked.subject not in {None, said.subject}:
            # The name is that of another person by now.
            raise PasswordWrong
        found = queries.identity_of(self.db, said.issuer, said.subject)
        if found is not None and _has_own_password(found.user):
            raise PasswordWrong
        return said

    def may_link(self, user: User) -> bool:
        """Return whether somebody may have the directory open their account from now on."""
        if self.directory is None or _has_own_password(user):
            return False
        return queries.identity_at(self.db, user, DIRECTORY) is None

    def verify(self, user: User, password: str) -> bool | None:
        """Return whether the password is right, or None where the account has its own.

        Raises `PasswordUnchecked`.
        """
        found = self._identity_of(user)
        if found is None:
            return None
        try:
            said = self.assertion(Asked(found.username, subject=found.subject), password)
        except PasswordWrong:
            return False
        self.identities.note_use(found, said)
        return True

    def _identity_of(self, user: User) -> LinkedIdentity | None:
        """Return by what the directory opens an account, if it does."""
        if self.directory is None or _has_own_password(user):
            return None
        return queries.identity_at(self.db, user, DIRECTORY)


def _has_own_password(user: User) -> bool:
    """Return whether somebody of the staff chose a password, which opens it alone."""
    return user.is_staff and is_usable(user.password)


def _asked(directory: Directory, username: str, password: str) -> Assertion:
    try:
        return directory.assertion(username, password)
    except PasswordRefused as error:
        raise PasswordWrong from error
    except DirectorySilent as error:
        raise PasswordUnchecked from error
