"""Browsers that the second factor need not be asked for again, for thirty days.

A signed cookie, sent to the sign-in page only, names the account and has a fingerprint of
its password and factors. Changing any of them makes it worthless.
"""

import hashlib
from datetime import timedelta

from pyramid.response import Response

from warehouse.accounts.models import User
from warehouse.accounts.signals import DeviceRemembered
from warehouse.http import Request
from warehouse.security import LinkBroken, LinkExpired, LinkSigner

COOKIE = "remember_device"
METHOD = "remembered-device"
_KIND = "remember_device"
_LASTS = timedelta(days=30)


def is_remembered(request: Request, user: User) -> bool:
    """Return whether this browser is one that `user` had remembered."""
    return is_remembered_as(remembered_by(request), user)


def remembered_by(request: Request) -> dict[str, str]:
    """Return of which account this browser was remembered, and its state then.

    The cookie comes with requests from pages of ours only, so whoever leaves for an
    identity provider takes this along, signed. It is of no use without the account.
    """
    token = request.cookies.get(COOKIE, "")
    links: LinkSigner = request.registry[LinkSigner]
    try:
        return links.read(_KIND, token, lasts=_LASTS)
    except (LinkBroken, LinkExpired):
        return {}


def is_remembered_as(values: dict[str, str], user: User) -> bool:
    """Return whether `remembered_by` told of `user`, as the account still is."""
    return values == _values(user)


def remember(request: Request, response: Response, user: User) -> None:
    """Have `response` make the browser one that is remembered, and announce it."""
    response.set_cookie(
        COOKIE,
        request.registry[LinkSigner].sign(_KIND, **_values(user)),
        max_age=_LASTS,
        path=request.route_path("login.login"),
        secure=request.scheme == "https",
        httponly=True,
        samesite="Strict",
    )
    request.announce(DeviceRemembered(user, request.actor))


def _values(user: User) -> dict[str, str]:
    secret = b"" if user.totp_secret is None else user.totp_secret
    keys = sorted(str(key.id) for key in user.security_keys)
    state = f"{user.password} {secret.hex()} {keys} {user.sessions_from}"
    return {
        "user_id": str(user.id),
        "state": hashlib.sha256(state.encode()).hexdigest()[:32],
    }
