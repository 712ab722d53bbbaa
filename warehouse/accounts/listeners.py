"""Mail about accounts, sent when something has happened to one."""

from datetime import timedelta

from warehouse.accounts.emails import (
    AccountDeleted,
    AccountExportReady,
    EmailAddedMail,
    InvitationMail,
    PasswordBreachedMail,
    PasswordChangedMail,
    PasswordResetByStaffMail,
    PasswordResetMail,
    PasswordResetRefusedMail,
    PrimaryEmailChangedMail,
    VerifyEmail,
)
from warehouse.accounts.mailing import write_to
from warehouse.accounts.models import DisableReason
from warehouse.accounts.services.addresses import VERIFYING_LASTS, AddressService
from warehouse.accounts.services.exports import KEPT_FOR
from warehouse.accounts.services.invitations import INVITATION_LASTS
from warehouse.accounts.services.passwords import RESET_LASTS, PasswordService
from warehouse.accounts.services.preferences import PreferenceService
from warehouse.accounts.services.primary import UNDOING_LASTS, PrimaryAddressService
from warehouse.accounts.signals import (
    AccountDeleting,
    AccountSignal,
    AccountTakenBack,
    EmailAdded,
    ExportFinished,
    ExportRequested,
    LoginSucceeded,
    PasswordChanged,
    PasswordDisabled,
    PasswordResetByStaff,
    PasswordResetRefused,
    PasswordResetRequested,
    PrimaryEmailChanged,
    UserInvited,
    VerificationDue,
)
from warehouse.accounts.tasks import make_export
from warehouse.email import Mail, Outbox, Recipient
from warehouse.http import Request
from warehouse.i18n import Negotiator
from warehouse.i18n.negotiation import PARAMETER
from warehouse.security import LinkSigner
from warehouse.signals import on

HELP = "pages.help"
REGISTER = "login.register"
REQUEST_RESET = "login.request_password_reset"
VERIFY_EMAIL = "login.verify_email"
RESET_PASSWORD = "login.reset_password"  # noqa: S105
UNDO_EMAIL_CHANGE = "login.undo_email_change"
"""The routes of the pages that links in messages lead to."""

EXPORT = "export"
"""The kind of links to copies of data."""


@on(LoginSucceeded)
def keep_language(signal: LoginSucceeded, request: Request) -> None:
    """Write to people in the language that they chose in a browser, from then on."""
    negotiator: Negotiator = request.registry[Negotiator]
    chosen = negotiator.named(request.cookies.get(PARAMETER))
    if chosen is not None:
        request.service(PreferenceService).keep_language(signal.user, chosen.code)


@on(VerificationDue)
def ask_for_proof(signal: VerificationDue, request: Request) -> None:
    """Send a link to the address that is to be verified, unless staff vouch for it."""
    if signal.email.verified:
        return
    link = request.service(AddressService).verification_link(signal.email)
    mail = VerifyEmail(
        username=signal.user.username,
        address=signal.email.email,
        link=request.route_url(VERIFY_EMAIL, _query={"token": link}),
        hours=_hours(VERIFYING_LASTS),
    )
    _send(mail, signal, request, to=signal.email.email)


@on(EmailAdded)
def tell_other_addresses(signal: EmailAdded, request: Request) -> None:
    """Tell every other verified address that the account has another."""
    mail = EmailAddedMail(username=signal.user.username, address=signal.email.email)
    for each in signal.user.emails:
        if each.verified and each is not signal.email:
            _send(mail, signal, request, to=each.email)


@on(PrimaryEmailChanged)
def tell_former_address(signal: PrimaryEmailChanged, request: Request) -> None:
    """Tell the former primary address, and let its reader take the account back."""
    former = signal.former.email
    link = request.service(PrimaryAddressService).undo_link(signal.user, former)
    mail = PrimaryEmailChangedMail(
        username=signal.user.username,
        former=former,
        address=signal.email.email,
        link=request.route_url(UNDO_EMAIL_CHANGE, _query={"token": link}),
        days=UNDOING_LASTS.days,
    )
    if signal.former.verified:
        _send(mail, signal, request, to=former)


@on(AccountTakenBack)
def send_link_after_taking_back(signal: AccountTakenBack, request: Request) -> None:
    """Have whoever took an account back choose a password."""
    request.service(PasswordService).send_link(signal.email, actor=signal.actor)


@on(PasswordDisabled)
def tell_of_breached_password(signal: PasswordDisabled, request: Request) -> None:
    """Tell the owner that the password is known from a breach, wherever that is read."""
    email = signal.user.primary_email
    if email is not None and signal.reason == DisableReason.PASSWORD_COMPROMISED:
        mail = PasswordBreachedMail(
            username=signal.user.username,
            link=request.route_url(REQUEST_RESET),
            help_link=request.route_url(HELP, _anchor="compromised-password"),
        )
        _send(mail, signal, request, to=email.email)


@on(UserInvited)
def invite(signal: UserInvited, request: Request) -> None:
    """Send a link with which somebody may register."""
    mail = InvitationMail(
        address=signal.address,
        link=invitation_url(request, signal.link),
        days=INVITATION_LASTS.days,
    )
    request.service(Outbox).send(mail, to=Recipient(signal.address))


def invitation_url(request: Request, link: str) -> str:
    """Return where whoever was invited registers."""
    return str(request.route_url(REGISTER, _query={"invitation": link}))


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


@on(PasswordResetByStaff)
def tell_of_reset_by_staff(signal: PasswordResetByStaff, request: Request) -> None:
    """Tell the owner that staff reset the password, wherever that is read."""
    mail = PasswordResetByStaffMail(
        username=signal.user.username, link=request.route_url(REQUEST_RESET)
    )
    write_to(request, signal.user, mail, even_unverified=True)


@on(PasswordChanged)
def tell_of_changed_password(signal: PasswordChanged, request: Request) -> None:
    """Tell the owner that the password is another."""
    email = signal.user.primary_email
    if email is not None and email.verified:
        mail = PasswordChangedMail(username=signal.user.username)
        _send(mail, signal, request, to=email.email)


@on(AccountDeleting)
def say_goodbye(signal: AccountDeleting, request: Request) -> None:
    """Write to the owner of an account that is being deleted."""
    write_to(request, signal.user, AccountDeleted(signal.user.username))


@on(ExportRequested)
def begin_export(signal: ExportRequested, request: Request) -> None:
    """Have a worker make a copy of data."""
    request.enqueue(make_export, str(signal.export.id), request.host_url)


@on(ExportFinished)
def offer_export(signal: ExportFinished, request: Request) -> None:
    """Write to the owner of a copy that is ready, with a link to it."""
    export = signal.export
    token = request.registry[LinkSigner].sign(EXPORT, **{"export.id": str(export.id)})
    mail = AccountExportReady(
        username=export.user.username,
        link=request.route_url("manage.account.data.download", _query={"token": token}),
        days=KEPT_FOR.days,
    )
    write_to(request, export.user, mail)


def _send(mail: Mail, signal: AccountSignal, request: Request, *, to: str) -> None:
    write_to(request, signal.user, mail, address=to)


def _hours(span: timedelta) -> int:
    return round(span.total_seconds() / 3600)
