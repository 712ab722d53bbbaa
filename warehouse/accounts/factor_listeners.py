"""The listeners that write to people about their second factors."""

from warehouse.accounts.emails import (
    RecoveryCodeReminder,
    RecoveryCodesMade,
    RecoveryCodeSpent,
    TwoFactorAdded,
    TwoFactorRemoved,
)
from warehouse.accounts.mailing import write_to
from warehouse.accounts.policy import ONE_FACTOR
from warehouse.accounts.signals import (
    FactorAdded,
    FactorRemoved,
    LoginSucceeded,
    RecoveryCodesGenerated,
    RecoveryCodesRegenerated,
    RecoveryCodeUsed,
)
from warehouse.http import Request
from warehouse.signals import on


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
