"""Mail about requests for lost accounts, and what closes them."""

from warehouse.accounts.mailing import write_to
from warehouse.accounts.signals import LoginSucceeded
from warehouse.email import Mail, Outbox, Recipient
from warehouse.http import Request
from warehouse.i18n import Negotiator
from warehouse.recovery.emails import (
    AccountRecoveryClosed,
    AccountRecoveryRequested,
    ConfirmRecoveryContact,
)
from warehouse.recovery.models import RecoveryEnd, RecoveryRequest
from warehouse.recovery.services import ClosingService, RecoveryService
from warehouse.recovery.services.requests import FOLLOWING_LASTS
from warehouse.recovery.signals import (
    RecoveryClosed,
    RecoveryConfirmed,
    RecoveryContactGiven,
    RecoveryRequested,
)
from warehouse.recovery.tasks import tell_account
from warehouse.signals import on

ASK = "login.recover"
FOLLOW = "login.recover.follow"
OBJECT = "login.recover.object"
"""The routes of the pages that links in messages lead to."""


@on(RecoveryContactGiven)
def ask_contact(signal: RecoveryContactGiven, request: Request) -> None:
    """Send a link to the contact address, with which the request goes on."""
    asked = signal.request
    link = request.service(RecoveryService).link_of(asked)
    mail = ConfirmRecoveryContact(
        username=asked.username,
        address=asked.contact,
        link=request.route_url(FOLLOW, _query={"token": link}),
        days=FOLLOWING_LASTS.days,
    )
    _write_to_contact(request, asked, mail)


@on(RecoveryConfirmed)
def begin_telling(signal: RecoveryConfirmed, request: Request) -> None:
    """Have a worker tell the account, so that nobody sees by the time whether it exists."""
    asked = {"address": signal.actor.address, "client": signal.actor.client}
    request.enqueue(tell_account, str(signal.request.id), request.host_url, asked)


@on(RecoveryRequested)
def warn_account(signal: RecoveryRequested, request: Request) -> None:
    """Tell every verified address of the account, and let its reader close the request."""
    asked = signal.request
    link = request.service(ClosingService).objection_link(asked)
    mail = AccountRecoveryRequested(
        username=signal.user.username,
        address=asked.contact,
        at=asked.created,
        network=asked.network or "",
        link=request.route_url(OBJECT, _query={"token": link}),
    )
    for email in signal.user.emails:
        if email.verified:
            write_to(request, signal.user, mail, address=email.email)


@on(RecoveryClosed)
def tell_contact(signal: RecoveryClosed, request: Request) -> None:
    """Tell the contact address that the request is closed, unless it did that itself."""
    asked = signal.request
    if asked.ended_by in {RecoveryEnd.WITHDRAWN, RecoveryEnd.COMPLETED}:
        return
    mail = AccountRecoveryClosed(
        username=asked.username,
        is_by_sign_in=asked.ended_by == RecoveryEnd.SIGNED_IN,
        is_refused=asked.ended_by == RecoveryEnd.REFUSED,
        link=request.route_url(ASK),
    )
    _write_to_contact(request, asked, mail)


@on(LoginSucceeded)
def close_for_sign_in(signal: LoginSucceeded, request: Request) -> None:
    """Close the requests of whoever has found a way in again."""
    service = request.service(ClosingService)
    service.close_for_sign_in(signal.user, actor=signal.actor)


def _write_to_contact(request: Request, asked: RecoveryRequest, mail: Mail) -> None:
    chosen = request.registry[Negotiator].named(asked.locale)
    to = Recipient(asked.contact, locale=chosen or request.locale)
    request.service(Outbox).send(mail, to=to)
