"""The e-mail addresses of an account."""

from datetime import timedelta

from sqlalchemy.orm import Session

from warehouse.accounts import queries
from warehouse.accounts.addresses import AddressRules
from warehouse.accounts.errors import (
    EmailAlreadyVerified,
    EmailIsPrimary,
    EmailUnknown,
    LinkInvalid,
)
from warehouse.accounts.links import read_link
from warehouse.accounts.models import Email, User
from warehouse.accounts.services.users import UserService
from warehouse.accounts.signals import (
    EmailAdded,
    EmailRemoved,
    VerificationDue,
    VerificationRequested,
)
from warehouse.accounts.spending import spend
from warehouse.rate_limiting import Charge, RateLimiter, charges
from warehouse.security import Actor, LinkSigner
from warehouse.security.addresses import network_of
from warehouse.settings import AccountSettings
from warehouse.signals import Announce

VERIFYING_LASTS = timedelta(hours=6)

_VERIFYING = "email"
_ACTION = "email-verify"


class AddressService:
    """Adds, verifies and removes addresses."""

    def __init__(
        self,
        db: Session,
        announce: Announce,
        *,
        users: UserService,
        rules: AddressRules,
        links: LinkSigner,
        limiter: RateLimiter,
        settings: AccountSettings,
    ) -> None:
        self.db, self.announce, self.users = db, announce, users
        self.rules = rules
        self.links, self.limiter, self.settings = links, limiter, settings

    def add(self, user: User, text: str, *, actor: Actor) -> Email:
        """Add an address, and have a link sent to it.

        Raises `TooManyRequests`, `EmailUnavailable`, or what `AddressRules` raises.
        """
        address = self.checked(text, actor=actor)
        spend(self.limiter, *self._verifying_charges(user))
        email = Email(email=address, primary=False, verified=False)
        user.emails.append(email)
        self.db.flush()
        self.announce(EmailAdded(user, actor, email))
        return email

    def checked(self, text: str, *, actor: Actor) -> str:
        """Return an address that may be added, as it is kept; what `add` raises."""
        address = self.rules.check(text)
        spend(self.limiter, *self.adding_charges(actor))
        self.rules.check_is_free(address)
        return address

    def remove(self, email: Email, *, actor: Actor) -> None:
        """Remove an address that is not the primary one; raises `EmailIsPrimary`."""
        user = queries.user_locked(self.db, email.user_id)
        if email.primary:
            raise EmailIsPrimary
        user.emails.remove(email)
        self.db.flush()
        self.announce(EmailRemoved(user, actor, email.email))

    def publish(self, user: User, address: str | None, *, actor: Actor) -> None:
        """Show everybody one of the verified addresses, or none; raises `EmailUnknown`."""
        chosen = [each for each in user.emails if each.verified and each.email == address]
        if address is not None and not chosen:
            raise EmailUnknown
        for each in user.emails:
            each.public = each in chosen
        self.db.flush()

    def ask_for_proof(self, email: Email, *, actor: Actor, is_first: bool = False) -> None:
        """Have a link sent to an address that is to be verified.

        Raises `EmailAlreadyVerified` or `TooManyRequests`.
        """
        if email.verified:
            raise EmailAlreadyVerified
        spend(self.limiter, *self._verifying_charges(email.user))
        kind = VerificationDue if is_first else VerificationRequested
        self.announce(kind(email.user, actor, email))

    def verification_link(self, email: Email) -> str:
        """Return the text that proves that its holder reads `email`."""
        values = {"action": _ACTION, "email.id": str(email.id), "address": email.email}
        return self.links.sign(_VERIFYING, **values, state=email.unverify_reason or "")

    def verify(self, link: str, *, user: User, actor: Actor) -> Email:
        """Mark the address of a link as verified, once; `user` is who followed it.

        Raises `LinkInvalid`, `LinkTooOld`, `EmailUnknown` or `EmailAlreadyVerified`.
        """
        values = read_link(self.links, _VERIFYING, link, lasts=VERIFYING_LASTS)
        email = queries.email_by_id(self.db, int(values["email.id"]))
        if email is None or email.user_id != user.id or email.email != values["address"]:
            raise EmailUnknown
        if email.verified:
            raise EmailAlreadyVerified
        if values["state"] != (email.unverify_reason or ""):
            raise LinkInvalid
        self.users.mark_verified(email, actor=actor)
        self.limiter.clear(*self._verifying_charges(user), *self.adding_charges(actor))
        return email

    def adding_charges(self, actor: Actor) -> list[Charge]:
        """Return what adding an address costs its client."""
        limit, network = self.settings.emails_per_address, network_of(actor.address)
        return charges(limit, "email-add", network)

    def _verifying_charges(self, user: User) -> list[Charge]:
        return charges(self.settings.verifications_per_user, "email-verify", str(user.id))
