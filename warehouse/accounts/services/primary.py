"""Changing the address that an account's mail goes to, so that nobody steals it this way.

The password is asked for. The former address is told, with a link that for seven days gives
the account back to whoever reads it: that address is the primary and only one again, and
the password opens nothing until another is chosen by way of mail.
"""

from datetime import timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from warehouse.accounts import queries
from warehouse.accounts.addresses import AddressRules
from warehouse.accounts.errors import (
    EmailNotVerified,
    LinkInvalid,
    ReplacementForbidden,
)
from warehouse.accounts.links import read_link
from warehouse.accounts.models import Email, User
from warehouse.accounts.passwords import DISABLED
from warehouse.accounts.services.addresses import AddressService
from warehouse.accounts.services.logins import LoginService
from warehouse.accounts.signals import (
    AccountTakenBack,
    PrimaryEmailChanged,
    PrimaryEmailReplaced,
)
from warehouse.accounts.spending import spend
from warehouse.rate_limiting import RateLimiter, charges
from warehouse.security import Actor, LinkSigner
from warehouse.settings import AccountSettings
from warehouse.signals import Announce

UNDOING_LASTS = timedelta(days=7)

_UNDOING = "email-undo"
_ACTION = "email-primary-undo"


class PrimaryAddressService:
    """Chooses, replaces and restores primary addresses."""

    def __init__(
        self,
        db: Session,
        announce: Announce,
        *,
        addresses: AddressService,
        rules: AddressRules,
        logins: LoginService,
        links: LinkSigner,
        limiter: RateLimiter,
        settings: AccountSettings,
    ) -> None:
        self.db, self.announce = db, announce
        self.addresses, self.rules, self.logins = addresses, rules, logins
        self.links, self.limiter, self.settings = links, limiter, settings

    def choose(self, email: Email, *, password: str, actor: Actor) -> None:
        """Make a verified address the primary one.

        Raises `LoginFailed` if the password is wrong, or `EmailNotVerified`.
        """
        self.logins.check_password(email.user.username, password, actor=actor)
        user = queries.user_locked(self.db, email.user_id)
        if not email.verified:
            raise EmailNotVerified
        former = self._make_primary(user, email)
        if former is not None and former is not email:
            self.announce(PrimaryEmailChanged(user, actor, email, former))

    def replace_unverified(
        self, user: User, text: str, *, has_projects: bool, actor: Actor
    ) -> Email:
        """Put another address in the place of a primary one that was never verified.

        Raises `ReplacementForbidden`, `TooManyRequests`, or what adding an address raises.
        """
        limit = self.settings.replacements_per_user
        spend(self.limiter, *charges(limit, "email-change", str(user.id)))
        user = queries.user_locked(self.db, user.id)
        former = user.primary_email
        is_verified = former is not None and former.verified
        if is_verified or has_projects or user.has_second_factor:
            raise ReplacementForbidden
        address = self.addresses.checked(text, actor=actor)
        replaced = None if former is None else former.email
        if former is not None:
            user.emails.remove(former)
            self.db.flush()
        email = Email(email=address, primary=True, verified=False)
        user.emails.append(email)
        self.db.flush()
        self.announce(PrimaryEmailReplaced(user, actor, email, replaced))
        return email

    def undo_link(self, user: User, former: str) -> str:
        """Return the text that gives the account back to whoever reads `former`."""
        values = {"action": _ACTION, "user.id": str(user.id), "address": former}
        return self.links.sign(_UNDOING, **values)

    def user_to_undo(self, link: str) -> tuple[User, str]:
        """Return the account of a link and the address that it restores.

        Raises `LinkInvalid`, also when there is nothing to restore, or `LinkTooOld`.
        """
        values = read_link(self.links, _UNDOING, link, lasts=UNDOING_LASTS)
        address = values["address"]
        user = queries.user_by_id(self.db, UUID(values["user.id"]))
        if user is None:
            raise LinkInvalid
        user = queries.user_locked(self.db, user.id)
        primary = user.primary_email
        if primary is not None and primary.email == address:
            raise LinkInvalid
        return user, address

    def undo(self, link: str, *, actor: Actor) -> User:
        """Give the account back to the reader of its former primary address.

        Raises as `user_to_undo`, or `EmailUnavailable` if another account has it now.
        """
        user, address = self.user_to_undo(link)
        restored = next((each for each in user.emails if each.email == address), None)
        if restored is None:
            self.rules.check_is_free(address)
            restored = Email(email=address)
            user.emails.append(restored)
        removed = [each for each in user.emails if each is not restored]
        for each in removed:
            user.emails.remove(each)
        self.db.flush()
        restored.primary = restored.verified = True
        restored.unverify_reason = None
        user.password = DISABLED
        self.db.flush()
        taken = tuple(each.email for each in removed)
        self.announce(AccountTakenBack(user, actor, restored, taken))
        return user

    def _make_primary(self, user: User, email: Email) -> Email | None:
        former = user.primary_email
        if former is not None:
            former.primary = False
            self.db.flush()
        email.primary = True
        self.db.flush()
        return former
