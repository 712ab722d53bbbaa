"""Closing requests, and saying that an account is not lost."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from warehouse.accounts.errors import LinkInvalid
from warehouse.accounts.links import read_link
from warehouse.accounts.models import User
from warehouse.recovery import queries
from warehouse.recovery.models import (
    LostBecause,
    RecoveryEnd,
    RecoveryRequest,
    RecoveryStatus,
)
from warehouse.recovery.signals import RecoveryClosed, RecoveryObjected
from warehouse.security import Actor, LinkSigner
from warehouse.signals import Announce

OBJECTING_LASTS = timedelta(days=90)
UNCONFIRMED_KEPT_FOR = timedelta(days=7)

_OBJECTING = "recovery-objection"


class ClosingService:
    """Closes requests for whoever may."""

    def __init__(self, db: Session, announce: Announce, links: LinkSigner) -> None:
        self.db, self.announce, self.links = db, announce, links

    def objection_link(self, request: RecoveryRequest) -> str:
        """Return the text with which the account's owner says that it is not lost."""
        return self.links.sign(_OBJECTING, **{"request.id": str(request.id)})

    def request_of_objection(self, link: str) -> RecoveryRequest:
        """Return what a link objects to; raises `LinkInvalid` or `LinkTooOld`."""
        values = read_link(self.links, _OBJECTING, link, lasts=OBJECTING_LASTS)
        return existing(self.db, values["request.id"])

    def object_to(self, link: str, *, actor: Actor) -> RecoveryRequest:
        """Close every request for the account; raises as `request_of_objection`."""
        request = self.request_of_objection(link)
        going = {request.id: request}
        if request.user_id is not None:
            found = queries.going_requests_of(self.db, request.user_id)
            going |= {each.id: each for each in found}
        self.close(going.values(), RecoveryEnd.OBJECTED, actor=actor)
        return request

    def close_for_sign_in(self, user: User, *, actor: Actor) -> None:
        """Close the requests for an account into which its owner has found a way.

        Those that say that it was stolen stay: whoever signs in may be the thief.
        """
        going = queries.going_requests_of(self.db, user.id)
        found = [each for each in going if each.reason != LostBecause.STOLEN]
        self.close(found, RecoveryEnd.SIGNED_IN, actor=actor)

    def sweep(self) -> int:
        """Delete requests whose contact address nobody proved; return how many."""
        before = datetime.now(UTC) - UNCONFIRMED_KEPT_FOR
        return queries.delete_unconfirmed(self.db, before=before)

    def close(
        self, requests: Iterable[RecoveryRequest], end: RecoveryEnd, *, actor: Actor
    ) -> None:
        """Close those of the requests that are not, and announce it of those staff see."""
        kind = RecoveryObjected if end == RecoveryEnd.OBJECTED else RecoveryClosed
        for request in requests:
            if request.status == RecoveryStatus.CLOSED:
                continue
            was_open = request.status == RecoveryStatus.OPEN
            request.status, request.ended_by = RecoveryStatus.CLOSED, end
            request.closed = datetime.now(UTC)
            self.db.flush()
            if was_open and request.user is not None:
                self.announce(kind(request.user, actor, request))


def existing(db: Session, key: str) -> RecoveryRequest:
    """Return a request, locked; raises `LinkInvalid` if it was deleted."""
    request = queries.request_locked(db, UUID(key))
    if request is None:
        raise LinkInvalid
    return request
