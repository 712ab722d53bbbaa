"""Delivering the outbox: each message until the server has it, with growing pauses."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from uuid import UUID

import structlog
from sqlalchemy import select
from sqlalchemy.orm import Session

from warehouse.email.models import EmailMessage, MailStatus
from warehouse.email.signals import MailSent
from warehouse.email.transport import MailRefused, MailUnavailable, Transport
from warehouse.signals import Announce

log = structlog.get_logger(__name__)

_FIRST_PAUSE, _LONGEST_PAUSE = timedelta(seconds=30), timedelta(hours=2)
_GIVEN_UP_AFTER = timedelta(days=3)
_AT_A_TIME = 100


class MailDelivery:
    """Sends messages, and writes down what became of each.

    A message is locked while it is sent. A worker that is killed in the midst of that
    gives the lock back, and the message is sent again with the same `Message-ID`.
    """

    def __init__(self, db: Session, announce: Announce, transport: Transport) -> None:
        self._db, self._announce, self._transport = db, announce, transport

    def deliver(self, key: UUID) -> None:
        """Send one message, if it is due and nobody else sends it."""
        message = self._db.scalar(
            select(EmailMessage)
            .where(EmailMessage.id == key, EmailMessage.status == MailStatus.QUEUED)
            .with_for_update(skip_locked=True)
        )
        if message is None or message.due > datetime.now(UTC):
            return
        message.attempts += 1
        try:
            self._transport.send(message)
        except MailRefused as error:
            self._give_up(message, str(error))
        except MailUnavailable as error:
            self._put_off(message, str(error))
        else:
            message.status, message.problem = MailStatus.SENT, None
            message.sent = datetime.now(UTC)
            self._announce(MailSent(message))

    def due(self) -> Sequence[UUID]:
        """Return the messages that are due, the oldest first."""
        return self._db.scalars(
            select(EmailMessage.id)
            .where(
                EmailMessage.status == MailStatus.QUEUED,
                EmailMessage.due <= datetime.now(UTC),
            )
            .order_by(EmailMessage.due)
            .limit(_AT_A_TIME)
        ).all()

    def _put_off(self, message: EmailMessage, problem: str) -> None:
        if datetime.now(UTC) - message.created > _GIVEN_UP_AFTER:
            self._give_up(message, problem)
            return
        pause = min(_FIRST_PAUSE * 2 ** (message.attempts - 1), _LONGEST_PAUSE)
        message.due, message.problem = datetime.now(UTC) + pause, problem
        log.warning(
            "mail_put_off", message=str(message.id), kind=message.kind, problem=problem
        )

    def _give_up(self, message: EmailMessage, problem: str) -> None:
        message.status, message.problem = MailStatus.FAILED, problem
        log.error(
            "mail_failed", message=str(message.id), kind=message.kind, problem=problem
        )
