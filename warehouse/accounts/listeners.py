"""Mail about accounts, sent when something has happened to one."""

from datetime import timedelta

from warehouse.accounts.emails import (
    PasswordChangedMail,
    PasswordResetMail,
    PasswordResetRefusedMail,
    VerifyEmail,
)
from warehouse.accounts.services.addresses import VERIFYING_LASTS, AddressService
from warehouse.accounts.services.passwords import RESET_LASTS, PasswordService
from warehouse.accounts.signals import (
    AccountSignal,
    PasswordChanged,
    PasswordResetRefused,
    PasswordResetRequested,
    VerificationDue,
)
from warehouse.email import Mail, Outbox, Recipient
from warehouse.http import Request
from warehouse.signals import on

VERIFY_EMAIL = "login.verify_email"
RESET_PASSWORD = "login.reset_password"  # noqa: S105
"""The routes of the pages that links in messages lead to."""


@on(VerificationDue)
def ask_for_proof(signal: VerificationDue, request: Request) -> None:
    """Send a link to the address that is to be verified."""
    link = request.service(AddressService).verification_link(signal.email)
    mail = VerifyEmail(
        username=signal.user.username,
        address=signal.email.email,
        link=request.route_url(VERIFY_EMAIL, _query={"token": link}),
        hours=_hours(VERIFYING_LASTS),
    )
    _send(mail, signal, request, to=signal.email.email)


@on(PasswordResetRequested)
def help_with_lost_password(signal: PasswordResetRequested, request: Request) -> None:
    """Send a link for a new password, or say that the address was never verified."""
    username, address = signal.user.username, signal.email.email
    if isinstance(signal, PasswordResetRefused):
        if not signal.email.verified:
            refusal = PasswordResetRefusedMail(username=username, address=address)
            _send(refusal, signal, request, to=address)
        return
    link = request.service(PasswordService).reset_link(signal.email)
    mail = PasswordResetMail(
        username=username,
        link=request.route_url(RESET_PASSWORD, _query={"token": link}),
        hours=_hours(RESET_LASTS),
    )
    _send(mail, signal, request, to=address)


@on(PasswordChanged)
def tell_of_changed_password(signal: PasswordChanged, request: Request) -> None:
    """Tell the owner that the password is another."""
    email = signal.user.primary_email
    if email is not None and email.verified:
        mail = PasswordChangedMail(username=signal.user.username)
        _send(mail, signal, request, to=email.email)


def _send(mail: Mail, signal: AccountSignal, request: Request, *, to: str) -> None:
    recipient = Recipient(to, signal.user.name, signal.user.id, request.locale)
    request.service(Outbox).send(mail, to=recipient)


def _hours(span: timedelta) -> int:
    return round(span.total_seconds() / 3600)
