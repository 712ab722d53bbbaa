"""Finding messages that were written."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from warehouse.email.models import EmailMessage, MailStatus


def newest_messages(
    db: Session,
    *,
    status: MailStatus | None = None,
    recipient: str | None = None,
    limit: int = 50,
) -> Sequence[EmailMessage]:
    """Return messages, the newest first: of one status, to one address, or all."""
    found = select(EmailMessage).order_by(EmailMessage.created.desc()).limit(limit)
    if status is not None:
        found = found.where(EmailMessage.status == status)
    if recipient is not None:
        found = found.where(EmailMessage.recipient == recipient)
    return db.scalars(found).all()


def message_by_id(db: Session, key: UUID) -> EmailMessage | None:
    """Return one message, or None."""
    return db.get(EmailMessage, key)
