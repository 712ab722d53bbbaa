"""Recognising a person by the session of their browser."""

import time
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from warehouse.accounts import queries
from warehouse.accounts.models import User
from warehouse.accounts.passwords import print_of
from warehouse.accounts.two_factor_policy import TwoFactorPolicy
from warehouse.http import Request
from warehouse.i18n import _
from warehouse.security import Detour, Identity, Permission, Refusal
from warehouse.security.addresses import network_of
from warehouse.security.permissions import (
    ADMINS,
    MODERATORS,
    OBSERVERS,
    PSF_STAFF,
    SUPPORT,
)
from warehouse.sessions import Session, SessionIndex

UNVERIFIED = "manage.unverified"
"""The route of the page for people whose primary address is not verified."""

ONE_FACTOR = "manage.account.two_factor"
"""The route of the page for people who have no second factor and need one."""

NEEDS_FACTOR = Detour(_("Add a second factor to your account first."), ONE_FACTOR)

_USER = "user.id"
_PASSWORD = "user.password_print"  # noqa: S105
_TWO_FACTORS = "auth.two_factors"
_SIGNED_IN = "auth.time"
_SEEN = "auth.seen"
_SEEN_EVERY = 60
"""Seconds for which a session that is used need not be noted again."""

_PASSWORD_TIME = "auth.password_time"  # noqa: S105


@dataclass(frozen=True, kw_only=True)
class PersonIdentity(Identity):
    """A person who signed in with a browser.

    Whoever vouched for them may have seen several factors (`has_two_factors`).
    """

    has_two_factors: bool = False

    def objection(
        self, request: Request, permission: str, context: Any
    ) -> str | Detour | None:
        """Return what the person has to do before they may manage anything, if anything.

        Everything but a visit needs a verified primary address. Everything but the safety
        of the account needs a second factor if one is required of this person, and was
        not proved elsewhere.
        """
        if permission == Permission.ACCOUNT_VISIT:
            return None
        unverified = _unverified(self.user)
        needs_none = permission == Permission.ACCOUNT_SECURE or self.has_two_factors
        if unverified is not None or needs_none:
            return unverified
        lacks = request.service(TwoFactorPolicy).lacks(self.user)
        return NEEDS_FACTOR if lacks else None


def unproved(request: Request, user: User) -> Detour | None:
    """Return what somebody has to do before tokens of theirs may manage, if anything."""
    unverified = _unverified(user)
    if unverified is not None:
        return unverified
    return NEEDS_FACTOR if request.service(TwoFactorPolicy).lacks_any(user) else None


def _unverified(user: User) -> Detour | None:
    if user.has_verified_primary_email:
        return None
    return Detour(_("Verify your primary e-mail address first."), UNVERIFIED)


def principals_of(user: User) -> frozenset[str]:
    """Return the principals by which access lists know `user`."""
    groups = {
        ADMINS: user.is_superuser,
        SUPPORT: user.is_support,
        MODERATORS: user.is_moderator or user.is_support,
        PSF_STAFF: user.is_psf_staff,
        OBSERVERS: user.is_observer,
    }
    named = {f"user:{user.id}"}
    return frozenset(named | {group for group, belongs in groups.items() if belongs})


def sign_in(
    request: Request,
    user: User,
    *,
    has_two_factors: bool = False,
    proved: float | None = None,
) -> None:
    """Make the session one of `user`, without the data of another user.

    With `has_two_factors` it needs none of ours: whoever vouches for the person saw two.
    They have `proved` who they are at that time, if it was not just now.
    Raises `SessionsUnavailable` where it cannot be kept: nobody is to believe that they
    are signed in when they are not.
    """
    session: Session = request.session
    if session.get(_USER) not in (None, str(user.id)):
        session.clear()
    session.rename()
    session[_USER] = str(user.id)
    session[_PASSWORD] = print_of(user.password)
    session[_TWO_FACTORS] = has_two_factors
    now = time.time()
    session[_SIGNED_IN] = session[_SEEN] = now
    session[_PASSWORD_TIME] = now if proved is None else min(now, proved)
    session.persist()
    _note(request, user)


def keep_session(request: Request) -> None:
    """Have this session go on though all others of its person end."""
    request.session[_SIGNED_IN] = time.time()


def seconds_since_password(request: Request) -> float:
    """Return how long ago this session's person last proved who they are."""
    return time.time() - float(request.session.get(_PASSWORD_TIME, 0))


def note_password(request: Request) -> None:
    """Store in the session that its person proved just now who they are."""
    request.session[_PASSWORD_TIME] = int(time.time())


def sign_out(request: Request) -> None:
    """End the session."""
    request.session.invalidate()


def recognise_session(request: Request) -> Identity | Refusal | None:
    """Return the person whose session it is, unless it was ended since."""
    if not request.environ.get("warehouse.uses_session"):
        return None
    session: Session = request.session
    key = session.get(_USER)
    if key is None:
        return None
    user = queries.user_by_id(request.db, UUID(key))
    if user is None:
        session.invalidate()
        return None
    reason = _ended(user, session)
    if reason is not None:
        session.invalidate()
        return Refusal(reason)
    if time.time() - session.get(_SEEN, 0) > _SEEN_EVERY:
        session[_SEEN] = time.time()
        _note(request, user)
    return PersonIdentity(
        user=user,
        credential="session",
        principals=principals_of(user),
        has_two_factors=bool(session.get(_TWO_FACTORS)),
    )


def _ended(user: User, session: Session) -> str | None:
    if user.is_frozen or user.disabled_for is not None:
        return _("This account is suspended. Please contact the administrators.")
    if session.get(_PASSWORD) != print_of(user.password):
        return _("The session ended because the password was changed.")
    begin = user.sessions_from
    if begin is not None and session.get(_SIGNED_IN, 0) < begin.timestamp():
        return _("The session was ended from another one.")
    return None


def _note(request: Request, user: User) -> None:
    """Store for the list of sessions from where this one is used, and when."""
    session, index = request.session, request.registry[SessionIndex]
    index.note(
        str(user.id),
        session.name,
        begun=session[_SIGNED_IN],
        used=time.time(),
        network=network_of(request.client_addr),
        client=(request.user_agent or "")[:300],
    )
