"""The listeners that write down for an account what became of its mail."""

from warehouse.accounts import queries
from warehouse.accounts.services.bounces import BounceService
from warehouse.accounts.signals import EmailSent
from warehouse.email.signals import MailReported, MailSent
from warehouse.http import Request
from warehouse.security import SYSTEM
from warehouse.signals import on


@on(MailSent)
def note_sent(signal: MailSent, request: Request) -> None:
    """Write an event for the account that a message was sent to."""
    message = signal.message
    if message.user_id is None:
        return
    user = queries.user_by_id(request.db, message.user_id)
    if user is not None:
        request.announce(EmailSent(user, SYSTEM, message))


@on(MailReported)
def note_report(signal: MailReported, request: Request) -> None:
    """Have an address un-verified that mail does not reach."""
    request.service(BounceService).note(signal.message, actor=SYSTEM)
