"""Writing to staff about what they did, and deciding about it."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from warehouse.accounts.errors import LinkInvalid
from warehouse.accounts.links import read_link
from warehouse.accounts.models import User
from warehouse.accounts.spending import spend
from warehouse.appeals import queries
from warehouse.appeals.errors import (
    AppealDecided,
    AppealsSpent,
    NotAppealable,
    TooManyAppeals,
    TooManyMessages,
)
from warehouse.appeals.models import Appeal, AppealMessage, AppealStatus
from warehouse.appeals.signals import AppealAnswered
from warehouse.events.models import StaffAction
from warehouse.rate_limiting import RateLimiter, charges
from warehouse.security import Actor, LinkSigner
from warehouse.signals import Announce

MOST_APPEALS = 2
"""Appeals against one action, one after the other."""

MOST_GOING = 10
"""Undecided appeals of one person."""

MOST_MESSAGES = 20
"""Messages that owners write in one appeal."""

LINK_LASTS = timedelta(days=90)
_LINK = "appeal"


class AppealService:
    """Everything that changes appeals."""

    def __init__(
        self,
        db: Session,
        announce: Announce,
        *,
        links: LinkSigner,
        limiter: RateLimiter,
        limit: str,
    ) -> None:
        self.db, self.announce = db, announce
        self.links, self.limiter, self.limit = links, limiter, limit

    def concerns(self, action: StaffAction, user: User) -> bool:
        """Return whether somebody may read of an action, and appeal against it."""
        return user.id in queries.concerned_ids(self.db, action)

    def write(self, action: StaffAction, text: str, *, user: User) -> Appeal:
        """Write to staff about an action: open an appeal, or go on with the one there is.

        Raises `TooManyRequests` and what `AppealError` is the base of.
        """
        if not action.can_be_appealed or not self.concerns(action, user):
            raise NotAppealable
        spend(self.limiter, *charges(self.limit, "appeal", "user", str(user.id)))
        appeal = self._going(action) or self._open(action, user)
        if queries.count_of_owners(self.db, appeal.id) >= MOST_MESSAGES:
            raise TooManyMessages(MOST_MESSAGES)
        self._add(appeal, text, user, AppealStatus.OPEN)
        return appeal

    def answer(
        self,
        appeal: Appeal,
        text: str,
        *,
        status: AppealStatus = AppealStatus.ANSWERED,
        actor: Actor,
    ) -> None:
        """Write to the owners, and perhaps decide; raises `AppealDecided`."""
        self.db.refresh(appeal, with_for_update={"of": Appeal})
        if not appeal.is_going:
            raise AppealDecided(appeal.status.value)
        self._add(appeal, text, actor.user, status, is_from_staff=True)
        self.announce(AppealAnswered(appeal, text, actor))

    def link_for(self, action: StaffAction, user: User) -> str:
        """Return the text with which somebody appeals without signing in."""
        return self.links.sign(
            _LINK, **{"action.id": str(action.id), "user.id": str(user.id)}
        )

    def read_link(self, link: str) -> tuple[StaffAction, User]:
        """Return what a link is about, and whose it is.

        Raises `LinkTooOld`, or `LinkInvalid` also where it concerns them no longer.
        """
        values = read_link(self.links, _LINK, link, lasts=LINK_LASTS)
        action = queries.action_with_id(self.db, UUID(values["action.id"]))
        user = self.db.get(User, UUID(values["user.id"]))
        if action is None or user is None or not self.concerns(action, user):
            raise LinkInvalid
        return action, user

    def _going(self, action: StaffAction) -> Appeal | None:
        """Return the undecided appeal against an action, as it is now.

        Both stay locked: neither do two owners open one at once, nor is one opened again
        that staff decide at the moment.
        """
        self.db.execute(
            select(StaffAction.id).where(StaffAction.id == action.id).with_for_update()
        )
        return queries.going_appeal_locked(self.db, action.id)

    def _open(self, action: StaffAction, user: User) -> Appeal:
        if len(queries.appeals_against(self.db, [action.id])) >= MOST_APPEALS:
            raise AppealsSpent(MOST_APPEALS)
        if queries.count_going_of(self.db, user.id) >= MOST_GOING:
            raise TooManyAppeals(MOST_GOING)
        appeal = Appeal(
            action_id=action.id,
            subject_name=action.subject_name,
            opened_by_id=user.id,
            opened_by=user.username,
            status=AppealStatus.OPEN,
        )
        self.db.add(appeal)
        self.db.flush()
        return appeal

    def _add(
        self,
        appeal: Appeal,
        text: str,
        author: User | None,
        status: AppealStatus,
        *,
        is_from_staff: bool = False,
    ) -> None:
        name = "" if author is None else author.username
        self.db.add(
            AppealMessage(
                appeal_id=appeal.id,
                is_from_staff=is_from_staff,
                author_name=name,
                text=text,
            )
        )
        appeal.status, appeal.changed = status, datetime.now(UTC)
        self.db.flush()
        self.db.expire(appeal, ["messages"])
