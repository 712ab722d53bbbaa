"""Asking for the password before something that cannot be undone."""

from warehouse.accounts.errors import LoginFailed, TooManyAttempts
from warehouse.accounts.services.logins import LoginService
from warehouse.http import Request
from warehouse.i18n import Message, _


def problem_of_password(request: Request, password: str) -> Message | None:
    """Return why `password` does not prove that its owner asks, or None if it does."""
    logins = request.service(LoginService)
    name = request.identity.user.username
    try:
        logins.check_password(name, password, actor=request.actor)
    except TooManyAttempts:
        return _("Too many wrong passwords. Try again later.")
    except LoginFailed:
        return _("The password is not right.")
    return None
