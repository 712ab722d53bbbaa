"""Writing messages into the outbox, in the transaction that they are about."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from uuid import UUID, uuid4

import structlog
from sqlalchemy.orm import Session

from warehouse.email.messages import Mail
from warehouse.email.models import EmailMessage, MailStatus
from warehouse.email.rendering import Rendered, Renderer
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
        return self._write(
            rendered,
            to,
            kind=mail.template,
            unsubscribe_url=unsubscribe_url,
            is_security=mail.is_security,
        )

    def send_written(
        self, subject: str, text: str, html: str, *, kind: str, to: Recipient
    ) -> EmailMessage:
        """Write what staff have written; without `html` it is made of the text."""
        rendered = self._renderer.render_text(subject, text, to.locale)
        if html:
            rendered = replace(rendered, html=html)
        return self._write(rendered, to, kind=kind)

    def send_again(self, message: EmailMessage) -> bool:
        """Have a message sent once more; return False where there is no mail server."""
        if self._enqueue is None:
            return False
        message.status, message.due = MailStatus.QUEUED, datetime.now(UTC)
        message.problem = None
        self._enqueue(str(message.id))
        return True

    def _write(
        self,
        rendered: Rendered,
        to: Recipient,
        *,
        kind: str,
        unsubscribe_url: str | None = None,
        is_security: bool = False,
    ) -> EmailMessage:
        key = uuid4()
        row = EmailMessage(
            id=key,
            user_id=to.user_id,
            kind=kind,
            sender=self._sender,
            recipient=to.address,
            recipient_name=to.name,
            message_id=f"<{key}@{self._sender.rpartition('@')[2].rstrip('>')}>",
            subject=rendered.subject,
            body=rendered.text,
            html=rendered.html,
            unsubscribe_url=unsubscribe_url,
            is_security=is_security,
            status=MailStatus.KEPT if self._enqueue is None else MailStatus.QUEUED,
        )
        self._db.add(row)
        if self._enqueue is not None:
            self._enqueue(str(key))
        else:
            log.info("mail_kept", kind=row.kind, read=f"warehouse mail show {key}")
        return row
