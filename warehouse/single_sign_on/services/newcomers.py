"""Accounts for people whom an identity provider knows, and nobody here."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from warehouse.accounts.addresses import AddressRules
from warehouse.accounts.errors import (
    AccountError,
    EmailUnavailable,
    RegistrationClosed,
    RegistrationRefused,
)
from warehouse.accounts.models import User
from warehouse.accounts.names import is_valid_name
from warehouse.accounts.services.addresses import AddressService
from warehouse.accounts.services.users import UserService
from warehouse.accounts.spending import spend
from warehouse.flags import Flags
from warehouse.security import Actor
from warehouse.single_sign_on.errors import AddressTaken, IdentityUnknown
from warehouse.single_sign_on.providers import Assertion
from warehouse.single_sign_on.services.identities import IdentityService

_CLOSED = "disallow-new-user-registration"
_SHORTEST, _LONGEST = 2, 50
_LONGEST_NAME = 100


@dataclass(frozen=True)
class Newcomer:
    """What an account is made with, as far as it is known."""

    username: str
    address: str
    is_verified: bool


class NewcomerService:
    """Makes accounts that an identity opens, and no password."""

    def __init__(
        self,
        identities: IdentityService,
        users: UserService,
        addresses: AddressService,
        *,
        rules: AddressRules,
        flags: Flags,
        makes_accounts: bool,
    ) -> None:
        self.identities, self.users = identities, users
        self.addresses, self.rules, self.flags = addresses, rules, flags
        self._makes_accounts = makes_accounts

    def proposal(self, said: Assertion) -> Newcomer:
        """Return what an account would be made with; what is to be asked is empty.

        Raises `IdentityUnknown` where people link accounts that they have,
        `RegistrationClosed`, or `AddressTaken`: the person may well be the owner of that
        account, and has to prove it there.
        """
        if not self._makes_accounts:
            raise IdentityUnknown
        if self.flags.is_on(_CLOSED):
            raise RegistrationClosed
        address = self._usable_address(said)
        return Newcomer(
            username=self._free_name(said),
            address=address,
            is_verified=bool(address) and said.is_address_verified,
        )

    def create(self, said: Assertion, *, username: str, address: str, actor: Actor) -> User:
        """Make an account and link it.

        Raises what `proposal` raises, or `RegistrationRefused`. An address that the
        provider does not vouch for is to be proved, as at a registration, and counts as
        one.
        """
        offered = self.proposal(said)
        is_vouched = offered.is_verified and offered.address == address
        with _about("username"):
            self.users.check_name(username)
        with _about("email"):
            address = self.rules.check(address)
            if not is_vouched:
                charged = self.addresses.adding_charges(actor)
                spend(self.addresses.limiter, *charged, is_required=True)
            self.rules.check_is_free(address)
        user = self.users.create(
            username,
            email=address,
            password=None,
            is_verified=is_vouched,
            name="" if "://" in said.name else said.name[:_LONGEST_NAME],
            actor=actor,
        )
        self.identities.link(user, said, actor=actor)
        if not is_vouched and user.primary_email is not None:
            self.addresses.ask_for_proof(user.primary_email, actor=actor, is_first=True)
        return user

    def _usable_address(self, said: Assertion) -> str:
        """Return the address that the provider names, if an account can have it.

        Whether an account has one that is not verified would be told to anybody who names
        it there; here it costs what it costs at a registration, in `create`.
        """
        try:
            address = self.rules.check(said.address)
            if said.is_address_verified:
                self.rules.check_is_free(address)
        except EmailUnavailable as error:
            raise AddressTaken(said.address) from error
        except AccountError:
            return ""
        return address

    def _free_name(self, said: Assertion) -> str:
        """Return the name that the provider uses, if it is free, or nothing."""
        for text in (said.username, said.address):
            name = spelled_as_username(text.partition("@")[0])
            try:
                self.users.check_name(name)
            except AccountError:
                continue
            return name
        return ""


@contextmanager
def _about(field: str) -> Iterator[None]:
    """Say which field it is that an account cannot have."""
    try:
        yield
    except AccountError as error:
        raise RegistrationRefused({field: error}) from error


def spelled_as_username(text: str) -> str:
    """Return the username that is nearest to `text`, or nothing if none is near."""
    name = re.sub(r"[^A-Za-z0-9._-]+", "-", text)[:_LONGEST].strip("._-")
    return name if len(name) >= _SHORTEST and is_valid_name(name) else ""
