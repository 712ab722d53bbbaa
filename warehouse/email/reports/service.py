"""Finding the message that a report is about, and storing what became of it."""

import re
from dataclasses import dataclass

import structlog
from sqlalchemy import select
from sqlalchemy.orm import Session

from warehouse.email.models import EmailMessage, MailStatus
from warehouse.email.signals import MailReported
from warehouse.signals import Announce

log = structlog.get_logger(__name__)

_LONGEST_DETAIL = 500
_LONGEST_DOMAIN = 255
_BEFORE = {MailStatus.QUEUED: 0, MailStatus.SENT: 0}
_RANKS = {
    **_BEFORE,
    MailStatus.DELIVERED: 1,
    MailStatus.SOFT_BOUNCED: 2,
    MailStatus.BOUNCED: 3,
    MailStatus.COMPLAINED: 4,
}
OUTCOMES = frozenset(_RANKS) - frozenset(_BEFORE)
"""What a report may say."""


@dataclass(frozen=True)
class MailReport:
    """What somebody says became of one message to one address."""

    outcome: MailStatus
    message_id: str
    recipients: tuple[str, ...]
    """The address as whoever reports knows it; several where it was rewritten."""
    detail: str = ""


class MailReports:
    """Takes reports about messages that we sent, each once.

    A report counts only if it names the `Message-ID`, which has a random number in it, and
    the address that the message was sent to. So nobody can invent one who has not seen the
    message, and one that is sent again changes nothing.
    """

    def __init__(self, db: Session, announce: Announce) -> None:
        self._db, self._announce = db, announce

    def take(self, report: MailReport) -> bool:
        """Store a report, and return whether it said anything new of a message of ours."""
        message = self._find(report)
        if message is None or message.status not in _RANKS:
            log.info("mail_report_ignored", message_id=report.message_id)
            return False
        if _RANKS[report.outcome] <= _RANKS[message.status]:
            return False
        message.status = report.outcome
        message.problem = _plain(report.detail) or None
        self._db.flush()
        self._announce(MailReported(message))
        return True

    def _find(self, report: MailReport) -> EmailMessage | None:
        if "\0" in report.message_id:
            return None
        message = self._db.scalar(
            select(EmailMessage)
            .where(EmailMessage.message_id == report.message_id)
            .with_for_update()
            .execution_options(populate_existing=True)
        )
        if message is None:
            return None
        named = {_folded(each) for each in report.recipients}
        return message if _folded(message.recipient) in named else None


def _folded(address: str) -> str:
    """Return an address as it is compared; a domain has two spellings (RFC 5891)."""
    plain = address.strip().removeprefix("<").removesuffix(">").casefold()
    local, _, domain = plain.rpartition("@")
    if len(domain) > _LONGEST_DOMAIN:
        return plain
    try:
        return f"{local}@{domain.encode('idna').decode()}"
    except UnicodeError:
        return plain


def _plain(text: str) -> str:
    """Return text that fits into a line of a list, whatever it was."""
    words = re.sub(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff\s]+", " ", text)
    return words.strip()[:_LONGEST_DETAIL]
