"""Giving a lost account back, by staff who have seen proof."""

import secrets

from sqlalchemy.orm import Session

from warehouse.accounts.addresses import AddressRules
from warehouse.accounts.models import Email, User
from warehouse.accounts.services.factor_reset import FactorResetService
from warehouse.accounts.services.support import SupportService
from warehouse.macaroons.services import TokenService
from warehouse.recovery import queries
from warehouse.recovery.errors import (
    ContactUnproved,
    RecoveryGoing,
    RecoveryMissing,
    StaffNotRecovered,
)
from warehouse.recovery.models import (
    LostBecause,
    RecoveryEnd,
    RecoveryRequest,
    RecoveryStatus,
)
from warehouse.recovery.services.closing import ClosingService
from warehouse.recovery.signals import RecoveryContactGiven
from warehouse.security import Actor
from warehouse.signals import Announce

_TOKEN_BYTES = 8


class HandlingService:
    """Begins, ends and completes requests on the word of staff."""

    def __init__(
        self,
        db: Session,
        announce: Announce,
        *,
        closing: ClosingService,
        rules: AddressRules,
        support: SupportService,
        factors: FactorResetService,
        tokens: TokenService,
    ) -> None:
        self.db, self.announce = db, announce
        self.closing, self.rules, self.support = closing, rules, support
        self.factors, self.tokens = factors, tokens

    def initiate(
        self,
        user: User,
        contact: str,
        *,
        statement: str,
        projects: tuple[str, ...] = (),
        locale: str,
        actor: Actor,
    ) -> RecoveryRequest:
        """Begin a request for somebody who wrote to staff, and have its link sent.

        Raises `RecoveryGoing`, `StaffNotRecovered`, or what `AddressRules.check` raises.
        """
        self._require_ordinary(user)
        if queries.going_requests_of(self.db, user.id):
            raise RecoveryGoing
        request = RecoveryRequest(
            user_id=user.id,
            username=user.username,
            contact=self.rules.check(contact),
            reason=LostBecause.EVERYTHING,
            statement=statement,
            projects=list(projects),
            proof=secrets.token_hex(_TOKEN_BYTES),
            client=f"staff: {actor.name}",
            locale=locale,
        )
        self.db.add(request)
        self.db.flush()
        self.announce(RecoveryContactGiven(request))
        return request

    def refuse(self, user: User, *, actor: Actor) -> None:
        """Close all requests for an account; raises `RecoveryMissing` if there is none."""
        going = queries.going_requests_of(self.db, user.id)
        if not going:
            raise RecoveryMissing
        self.closing.close(going, RecoveryEnd.REFUSED, actor=actor)

    def complete(self, user: User, request: RecoveryRequest, *, actor: Actor) -> None:
        """Give the account to whoever reads the contact address of a request.

        All second factors go, the contact address becomes the primary one, and the
        password is reset; the tokens of a stolen account are revoked. Raises
        `ContactUnproved`, `StaffNotRecovered`, or `EmailUnavailable`.
        """
        self._require_ordinary(user)
        if request.status != RecoveryStatus.OPEN or request.user_id != user.id:
            raise ContactUnproved
        email = self._contact_of(user, request, actor)
        self.factors.reset(user, actor=actor)
        self.support.make_primary(user, email, actor=actor)
        self.support.reset_password(user, actor=actor)
        if request.reason == LostBecause.STOLEN:
            self.tokens.revoke_all(user, actor=actor)
        going = queries.going_requests_of(self.db, user.id)
        self.closing.close(going, RecoveryEnd.COMPLETED, actor=actor)

    def _contact_of(self, user: User, request: RecoveryRequest, actor: Actor) -> Email:
        """Return the contact address as a verified one of the account."""
        for each in user.emails:
            if each.email.lower() == request.contact.lower():
                self.support.users.mark_verified(each, actor=actor)
                return each
        return self.support.add_address(
            user, request.contact, is_verified=True, actor=actor
        )

    def _require_ordinary(self, user: User) -> None:
        if user.is_staff:
            raise StaffNotRecovered
