"""The e-mail addresses of an account."""

from datetime import timedelta

from sqlalchemy.orm import Session

from warehouse.accounts import queries
from warehouse.accounts.errors import (
    EmailAlreadyVerified,
    EmailUnknown,
    LinkInvalid,
    LinkTooOld,
    TooManyRequests,
)
from warehouse.accounts.models import Email, User
from warehouse.accounts.services.users import UserService
from warehouse.accounts.signals import VerificationDue, VerificationRequested
from warehouse.rate_limiting import Charge, LimitReached, RateLimiter, charges
from warehouse.security import Actor, LinkBroken, LinkExpired, LinkSigner
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
        links: LinkSigner,
        limiter: RateLimiter,
        settings: AccountSettings,
    ) -> None:
        self.db, self.announce, self.users = db, announce, users
        self.links, self.limiter, self.settings = links, limiter, settings

    def ask_for_proof(self, email: Email, *, actor: Actor, is_first: bool = False) -> None:
        """Have a link sent to an address that is to be verified.

        Raises `EmailAlreadyVerified` or `TooManyRequests`.
        """
        if email.verified:
            raise EmailAlreadyVerified
        self._take(self._verifying_charges(email.user))
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
        values = self._read(link)
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

    def _take(self, spent: list[Charge]) -> None:
        try:
            self.limiter.take(*spent)
        except LimitReached as error:
            raise TooManyRequests(error.seconds) from error

    def _read(self, link: str) -> dict[str, str]:
        try:
            values = self.links.read(_VERIFYING, link, lasts=VERIFYING_LASTS)
        except LinkExpired as error:
            raise LinkTooOld from error
        except LinkBroken as error:
            raise LinkInvalid from error
        if values.get("action") != _ACTION:
            raise LinkInvalid
        return values
