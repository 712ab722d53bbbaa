"""Registration: how a stranger comes to have an account."""

from collections.abc import Callable
from dataclasses import dataclass

from warehouse.accounts.addresses import AddressRules
from warehouse.accounts.errors import (
    AccountError,
    AddressBanned,
    InvitationNeeded,
    RegistrationClosed,
    RegistrationRefused,
)
from warehouse.accounts.models import User
from warehouse.accounts.password_rules import PasswordRules, own_words
from warehouse.accounts.services.addresses import AddressService
from warehouse.accounts.services.invitations import InvitationService
from warehouse.accounts.services.users import UserService
from warehouse.accounts.spending import spend
from warehouse.events.bans import is_banned
from warehouse.flags import Flags
from warehouse.rate_limiting import RateLimiter
from warehouse.security import Actor
from warehouse.settings import AccountSettings

_CLOSED = "disallow-new-user-registration"


@dataclass(frozen=True, kw_only=True)
class Registration:
    """What somebody wrote who wants an account."""

    username: str
    email: str
    password: str
    name: str = ""


class RegistrationService:
    """Makes accounts for whoever asks, within the limits."""

    def __init__(
        self,
        users: UserService,
        addresses: AddressService,
        invitations: InvitationService,
        *,
        address_rules: AddressRules,
        password_rules: PasswordRules,
        limiter: RateLimiter,
        flags: Flags,
        settings: AccountSettings,
    ) -> None:
        self.users, self.addresses = users, addresses
        self.invitations = invitations
        self.address_rules, self.password_rules = address_rules, password_rules
        self.limiter, self.flags, self.settings = limiter, flags, settings

    @property
    def is_open(self) -> bool:
        """Return whether everybody may register now."""
        return self.settings.registration == "open" and not self.flags.is_on(_CLOSED)

    def invited_address(self, invitation: str) -> str | None:
        """Return the address that may register, None for any.

        Raises `RegistrationClosed` if nobody may, `InvitationNeeded`, or, for an
        invitation that is none, `LinkInvalid` or `LinkTooOld`.
        """
        if self.settings.registration == "closed" or self.flags.is_on(_CLOSED):
            raise RegistrationClosed
        if invitation:
            return self.invitations.address_of(invitation)
        if not self.is_open:
            raise InvitationNeeded
        return None

    def register(self, wanted: Registration, *, invitation: str = "", actor: Actor) -> User:
        """Make the account and have its address verified.

        Raises what `invited_address` raises, `RegistrationRefused` with an error for each
        field, `TooManyRequests`, or `LimiterUnavailable`: accounts are made only while
        they can be counted.
        """
        invited = self.invited_address(invitation)
        if is_banned(self.users.db, actor.address):
            raise RegistrationRefused({"username": AddressBanned()})
        address = self._checked(wanted)
        if invited not in {None, address}:
            raise RegistrationRefused({"email": InvitationNeeded()})
        spend(self.limiter, *self.addresses.adding_charges(actor), is_required=True)
        _all_of(email=lambda: self.address_rules.check_is_free(address))
        user = self.users.create(
            wanted.username,
            email=address,
            password=wanted.password,
            name=wanted.name,
            actor=actor,
        )
        assert user.primary_email is not None
        self.addresses.ask_for_proof(user.primary_email, actor=actor, is_first=True)
        return user

    def _checked(self, wanted: Registration) -> str:
        """Return the address as it is kept; whether it is taken is asked later."""
        words = own_words(
            username=wanted.username, name=wanted.name, addresses=[wanted.email]
        )
        found = _all_of(
            username=lambda: self.users.check_name(wanted.username),
            email=lambda: self.address_rules.check(wanted.email),
            new_password=lambda: self.password_rules.check(wanted.password, words),
        )
        return str(found["email"])


def _all_of(**checks: Callable[[], object]) -> dict[str, object]:
    """Return what the checks return; raise one `RegistrationRefused` for all that fail."""
    found: dict[str, object] = {}
    problems: dict[str, AccountError] = {}
    for name, check in checks.items():
        try:
            found[name] = check()
        except AccountError as error:
            problems[name] = error
    if problems:
        raise RegistrationRefused(problems)
    return found
