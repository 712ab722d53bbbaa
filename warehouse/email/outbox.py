"""Writing messages into the outbox, in the transaction that they are about."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID, uuid4

import structlog
from sqlalchemy.orm import Session

from warehouse.email.messages import Mail
from warehouse.email.models import EmailMessage, MailStatus
from warehouse.email.rendering import Renderer
from warehouse.i18n import ENGLISH, Locale

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Recipient:
    """Whom a message is for: an address, perhaps of an account, a language, a time zone."""

    address: str
    name: str = ""
    user_id: UUID | None = None
    locale: Locale = ENGLISH
    time_zone: str = "UTC"


class Outbox:
    """Writes messages; a task sends each of them once its transaction is durable.

    Without a mail server (`enqueue` is None) they are kept for an operator to read.
    """

    def __init__(
        self,
        db: Session,
        renderer: Renderer,
        sender: str,
        enqueue: Callable[[str], None] | None,
    ) -> None:
        self._db, self._renderer, self._sender = db, renderer, sender
        self._enqueue = enqueue

    def send(
        self, mail: Mail, *, to: Recipient, unsubscribe_url: str | None = None
    ) -> EmailMessage:
        """Write `mail` to `to`, and have it sent after the commit."""
        rendered = self._renderer.render(mail, to.locale, to.time_zone)
        key = uuid4()
        row = EmailMessage(
            id=key,
            user_id=to.user_id,
            kind=mail.template,
            sender=self._sender,
            recipient=to.address,
            recipient_name=to.name,
            message_id=f"<{key}@{self._sender.rpartition('@')[2].rstrip('>')}>",
            subject=rendered.subject,
            body=rendered.text,
            html=rendered.html,
            unsubscribe_url=unsubscribe_url,
            is_security=mail.is_security,
            status=MailStatus.KEPT if self._enqueue is None else MailStatus.QUEUED,
        )
        self._db.add(row)
        if self._enqueue is not None:
            self._enqueue(str(key))
        else:
            log.info("mail_kept", kind=row.kind, read=f"warehouse mail show {key}")
        return row
