"""The listeners that write to people about their second factors and new devices."""

from warehouse.accounts.emails import (
    RecoveryCodeReminder,
    RecoveryCodesMade,
    RecoveryCodeSpent,
    TwoFactorAdded,
    TwoFactorRemoved,
    UnrecognizedLogin,
)
from warehouse.accounts.mailing import write_to
from warehouse.accounts.policy import ONE_FACTOR
from warehouse.accounts.services.new_devices import CONFIRMING_LASTS, NewDeviceService
from warehouse.accounts.signals import (
    ConfirmationDue,
    FactorAdded,
    FactorRemoved,
    LoginSucceeded,
    RecoveryCodesGenerated,
    RecoveryCodesRegenerated,
    RecoveryCodeUsed,
)
from warehouse.http import Request
from warehouse.signals import on

CONFIRM_LOGIN = "login.confirm"
"""The route of the page that the link in a message about a sign-in leads to."""


@on(ConfirmationDue)
def ask_for_confirmation(signal: ConfirmationDue, request: Request) -> None:
    """Ask the owner whether a sign-in is theirs, though their address be unverified."""
    user, actor = signal.user, signal.actor
    mail = UnrecognizedLogin(
        username=user.username,
        address=actor.address or "",
        client=(actor.client or "")[:200],
        link=request.route_url(CONFIRM_LOGIN, _query={"token": signal.link}),
        hours=round(CONFIRMING_LASTS.total_seconds() / 3600),
    )
    write_to(request, user, mail, even_unverified=True)


@on(LoginSucceeded)
def remember_network(signal: LoginSucceeded, request: Request) -> None:
    """Take the network of a sign-in that was completed as known to its account."""
    request.service(NewDeviceService).remember(signal.user, actor=signal.actor)


@on(FactorAdded)
def tell_of_added_factor(signal: FactorAdded, request: Request) -> None:
    """Write that a second factor was added."""
    username = signal.user.username
    write_to(
        request, signal.user, TwoFactorAdded(username, signal.method, signal.label or "")
    )


@on(FactorRemoved)
def tell_of_removed_factor(signal: FactorRemoved, request: Request) -> None:
    """Write that a second factor was removed."""
    username = signal.user.username
    write_to(
        request, signal.user, TwoFactorRemoved(username, signal.method, signal.label or "")
    )


@on(RecoveryCodesGenerated, RecoveryCodesRegenerated)
def tell_of_codes(
    signal: RecoveryCodesGenerated | RecoveryCodesRegenerated, request: Request
) -> None:
    """Write that recovery codes were made."""
    write_to(request, signal.user, RecoveryCodesMade(signal.user.username))


@on(RecoveryCodeUsed)
def tell_of_used_code(signal: RecoveryCodeUsed, request: Request) -> None:
    """Write that a recovery code was used, and how many are left."""
    left = signal.user.codes_left
    write_to(request, signal.user, RecoveryCodeSpent(signal.user.username, left))


@on(LoginSucceeded)
def remind_of_codes(signal: LoginSucceeded, request: Request) -> None:
    """Write to whoever has a second factor, and nothing for when it is lost."""
    user = signal.user
    if user.has_second_factor and not user.codes_left:
        link = request.route_url(ONE_FACTOR)
        write_to(request, user, RecoveryCodeReminder(user.username, link))
