"""Asking staff for an account that one has lost.

Whoever asks is told the same whether there is such an account or not. Staff are shown a
request once its contact address is proved; everybody who reads an address of the account is
told then.
"""

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from warehouse.accounts import queries as accounts
from warehouse.accounts.addresses import AddressRules
from warehouse.accounts.links import read_link
from warehouse.accounts.spending import spend
from warehouse.rate_limiting import RateLimiter, charges
from warehouse.recovery import queries
from warehouse.recovery.errors import PlaceUnknown
from warehouse.recovery.models import (
    LostBecause,
    RecoveryEnd,
    RecoveryRequest,
    RecoveryStatus,
)
from warehouse.recovery.queries import Place
from warehouse.recovery.services.closing import ClosingService, existing
from warehouse.recovery.signals import (
    RecoveryConfirmed,
    RecoveryContactGiven,
    RecoveryRequested,
)
from warehouse.security import Actor, LinkSigner
from warehouse.security.addresses import network_of
from warehouse.settings import AccountSettings
from warehouse.signals import Announce

FOLLOWING_LASTS = timedelta(days=30)

_FOLLOWING = "recovery"
_MOST_CLIENT = 300
_NOBODY = UUID(int=0)


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What somebody wrote who has lost an account."""

    username: str
    contact: str
    reason: LostBecause
    statement: str
    projects: tuple[str, ...]
    locale: str


class RecoveryService:
    """Stores requests, and what proves them."""

    def __init__(
        self,
        db: Session,
        announce: Announce,
        *,
        closing: ClosingService,
        rules: AddressRules,
        links: LinkSigner,
        limiter: RateLimiter,
        settings: AccountSettings,
    ) -> None:
        self.db, self.announce = db, announce
        self.closing, self.rules = closing, rules
        self.links, self.limiter, self.settings = links, limiter, settings

    def ask(self, wanted: Wanted, *, actor: Actor) -> RecoveryRequest:
        """Store a request, and have a link sent to its contact address.

        Raises what `AddressRules.check` raises, `TooManyRequests`, or `LimiterUnavailable`:
        it sends mail to whatever address a stranger names, so it is always counted.
        """
        contact = self.rules.check(wanted.contact)
        subjects = {
            "address": network_of(actor.address),
            "contact": contact.lower(),
            "name": wanted.username.lower(),
        }
        limits = [
            charge
            for kind, key in subjects.items()
            for charge in charges(self.settings.recoveries, "recovery", kind, key)
        ]
        spend(self.limiter, *limits, is_required=True)
        user = accounts.user_named(self.db, wanted.username)
        request = RecoveryRequest(
            user_id=None if user is None else user.id,
            username=wanted.username,
            contact=contact,
            reason=wanted.reason,
            statement=wanted.statement,
            projects=list(wanted.projects),
            proof=f"account-recovery-{secrets.token_hex(8)}",
            network=network_of(actor.address) or None,
            client=(actor.client or "")[:_MOST_CLIENT] or None,
            locale=wanted.locale,
        )
        self.db.add(request)
        self.db.flush()
        self.announce(RecoveryContactGiven(request))
        return request

    def link_of(self, request: RecoveryRequest) -> str:
        """Return the text with which whoever reads the contact address goes on."""
        return self.links.sign(_FOLLOWING, **{"request.id": str(request.id)})

    def request_of_link(self, link: str) -> RecoveryRequest:
        """Return the request that a link is about; raises `LinkInvalid` or `LinkTooOld`."""
        values = read_link(self.links, _FOLLOWING, link, lasts=FOLLOWING_LASTS)
        return existing(self.db, values["request.id"])

    def confirm(self, link: str, *, actor: Actor) -> RecoveryRequest:
        """Show the request to staff, and have the account told of it, once."""
        request = self.request_of_link(link)
        if request.status == RecoveryStatus.UNCONFIRMED:
            request.status, request.confirmed = RecoveryStatus.OPEN, datetime.now(UTC)
            self.db.flush()
            self.announce(RecoveryConfirmed(request, actor))
        return request

    def tell_account(self, key: UUID, *, actor: Actor) -> None:
        """Have all addresses of the account told of a request, if there is an account."""
        request = queries.request_locked(self.db, key)
        if request is not None and request.user is not None:
            self.announce(RecoveryRequested(request.user, actor, request))

    def places_for(self, request: RecoveryRequest) -> list[Place]:
        """Return where the proof may be put; nothing where nobody has the account."""
        key = request.user_id or _NOBODY
        return queries.places_of(self.db, key, before=request.created)

    def name_place(self, link: str, url: str) -> RecoveryRequest:
        """Store where the proof was put.

        Raises `PlaceUnknown`, or what `request_of_link` raises.
        """
        request = self.request_of_link(link)
        if url not in {each.url for each in self.places_for(request)}:
            raise PlaceUnknown
        if request.status == RecoveryStatus.OPEN:
            request.place = url
            self.db.flush()
        return request

    def withdraw(self, link: str, *, actor: Actor) -> RecoveryRequest:
        """Close the request because who made it wants so."""
        request = self.request_of_link(link)
        self.closing.close([request], RecoveryEnd.WITHDRAWN, actor=actor)
        return request
