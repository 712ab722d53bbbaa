"""A sign-in that has a right password and waits for the second factor.

It is a signed text in the URL, good for five minutes, for one browser, until the person
signs in or changes the password. A stolen one is of no use elsewhere, and nobody can be
made to finish the sign-in of another.
"""

import hashlib
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from warehouse.accounts import queries
from warehouse.accounts.models import User
from warehouse.accounts.passwords import print_of
from warehouse.http import Request
from warehouse.http.redirects import safe_target
from warehouse.security import LinkBroken, LinkSigner

LASTS = timedelta(seconds=300)
_KIND = "two_factor"


@dataclass(frozen=True)
class PendingLogin:
    """Who signs in, where they want to go, and the text that says so."""

    user: User
    target: str
    token: str

    def url(self, request: Request, route: str) -> str:
        """Return the URL of a page that goes on with this sign-in."""
        return f"{request.route_path(route)}?{self.token}"


def begin(request: Request, user: User, target: str) -> PendingLogin:
    """Return the sign-in of `user`, whose password was right."""
    token = request.registry[LinkSigner].sign(
        _KIND, userid=str(user.id), redirect_to=target, state=_state(request, user)
    )
    return PendingLogin(user, target, token)


def resume(request: Request) -> PendingLogin:
    """Return the sign-in that the URL names; raises `LinkBroken` or `LinkExpired`."""
    token = request.query_string
    values = request.registry[LinkSigner].read(_KIND, token, lasts=LASTS)
    user = queries.user_by_id(request.db, UUID(values["userid"]))
    if user is None or values["state"] != _state(request, user):
        raise LinkBroken
    target = safe_target(values["redirect_to"], host=request.host, default="/")
    return PendingLogin(user, target, token)


def browser_of(request: Request) -> str:
    """Return what tells this browser from others, and is of no use to whoever reads it."""
    token = request.session.get_csrf_token()
    return hashlib.sha256(f"browser {token}".encode()).hexdigest()[:32]


def _state(request: Request, user: User) -> str:
    """Return what is another value in another browser, or once this sign-in is over."""
    browser = request.session.get_csrf_token()
    state = f"{browser} {user.last_login} {print_of(user.password)} {user.is_frozen}"
    return hashlib.sha256(state.encode()).hexdigest()[:32]
