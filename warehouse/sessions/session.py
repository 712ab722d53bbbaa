"""Sessions: a signed cookie that names data kept in Valkey.

The cookie holds nothing but a random name and the time it was signed. Data lives for
twelve hours after the last use, and there is none until a view keeps something: a form's
token follows from the name, and messages for somebody of whom nothing else is known travel
in the cookie. So strangers cost no memory. Only a view that says `uses_session=True` may
touch the session, so everything else can be cached by anyone.
"""

import hashlib
import time
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Iterable, Sequence
from secrets import token_urlsafe
from typing import Any, cast

import itsdangerous
import orjson
import redis
import structlog
from pyramid.interfaces import ISession, ISessionFactory
from pyramid.response import Response
from zope.interface import implementer

from warehouse.http import Request

log = structlog.get_logger(__name__)

COOKIE = "session_id"
LIFETIME = 12 * 60 * 60

_FLASHES = "_flashes"

TokenOf = Callable[[str], str]
"""Derives the token of forms from the name of a session."""


class SessionForbidden(Exception):
    """A view touched the session without saying `uses_session=True`."""


class SessionsUnavailable(Exception):
    """Valkey cannot be reached, so the visitor is unknown."""


@implementer(ISession)
class Session(dict[str, Any]):
    """The data of one visitor. Values are what JSON can say."""

    def __init__(
        self,
        token_of: TokenOf,
        *,
        name: str | None = None,
        data: dict[str, Any] | None = None,
        is_kept: bool = False,
        keep: Callable[["Session"], None] | None = None,
    ) -> None:
        super().__init__(data or {})
        self._token_of, self._keep = token_of, keep
        self.name = name or token_urlsafe(32)
        self.new = name is None
        self.is_kept = is_kept
        """Whether there is data of it in Valkey."""
        self.is_named = name is not None
        """Whether the visitor has the name already."""
        self.created = int(self.setdefault("_created", int(time.time())))
        self.discarded: list[str] = []
        self.is_changed = False
        self.is_shown = False
        """Whether a form with the token was made, so that the name must be known."""

    @property
    def messages(self) -> dict[str, Any]:
        """Return the messages for the next page."""
        return {key: value for key, value in self.items() if key.startswith(_FLASHES)}

    def changed(self) -> None:
        """Mark the session as changed, after a change inside a value."""
        self.is_changed = True

    def invalidate(self) -> None:
        """Delete all data, and use another name from now on."""
        self.clear()
        self.rename()

    def rename(self) -> None:
        """Use another name from now on, so that one learnt before is worthless."""
        self.discarded.append(self.name)
        self.name = token_urlsafe(32)
        self.is_named = self.is_kept = False
        self.created = int(time.time())
        self["_created"] = self.created

    def persist(self) -> None:
        """Store it now, not only after the response; raises `SessionsUnavailable`."""
        if self._keep is not None:
            self._keep(self)

    def __setitem__(self, key: str, value: Any) -> None:
        super().__setitem__(key, value)
        self.is_changed = True

    def __delitem__(self, key: str) -> None:
        super().__delitem__(key)
        self.is_changed = True

    def clear(self) -> None:
        """Delete all data."""
        super().clear()
        self.is_changed = True

    def pop(self, *args: Any) -> Any:
        """Remove a value and return it."""
        self.is_changed = True
        return super().pop(*args)

    def flash(self, msg: str, queue: str = "", allow_duplicate: bool = True) -> None:
        """Keep a message for the next page, in the language of this one."""
        msg = str(msg)
        messages = self.setdefault(f"{_FLASHES}{queue}", [])
        if allow_duplicate or msg not in messages:
            messages.append(msg)
        self.is_changed = True

    def pop_flash(self, queue: str = "") -> list[str]:
        """Remove and return the messages for the next page."""
        key = f"{_FLASHES}{queue}"
        return cast(list[str], self.pop(key)) if key in self else []

    def peek_flash(self, queue: str = "") -> list[str]:
        """Return the messages for the next page, and keep them."""
        return cast(list[str], self.get(f"{_FLASHES}{queue}", []))

    def new_csrf_token(self) -> str:
        """Rename the session, so that forms shown before no longer work."""
        self.rename()
        return self.get_csrf_token()

    def get_csrf_token(self) -> str:
        """Return the token that every form must send back."""
        self.is_shown = True
        return self._token_of(self.name)


@implementer(ISession)
class ForbiddenSession:
    """The session of views that have none: every use raises `SessionForbidden`."""

    def __getattr__(self, name: str) -> Any:
        raise SessionForbidden(f"this view has no session (asked for {name})")

    def __contains__(self, key: object) -> bool:
        raise SessionForbidden("this view has no session")

    __getitem__ = __setitem__ = __delitem__ = __iter__ = __len__ = __contains__


@implementer(ISessionFactory)
class WebSessionFactory:
    """Reads a visitor's session, and stores it after the response is made."""

    def __init__(self, secrets: Sequence[str], client: redis.Redis) -> None:
        self._client, keys = client, list(reversed(secrets))
        self._signer = itsdangerous.TimestampSigner(
            keys, salt="session", digest_method=hashlib.sha512
        )
        tokens = itsdangerous.Signer(keys, salt="form", digest_method=hashlib.sha512)
        self._token_of: TokenOf = lambda name: tokens.get_signature(name).decode()

    def __call__(self, request: Request) -> Session | ForbiddenSession:
        """Return the session of `request`, or a `ForbiddenSession`.

        Raises `SessionsUnavailable` if the visitor has one and it cannot be looked up.
        """
        if not request.environ.get("warehouse.uses_session"):
            return ForbiddenSession()
        session = self._load(request)
        request.add_response_callback(
            lambda _, response: self._save(request, session, response)
        )
        return session

    def _load(self, request: Request) -> Session:
        name, messages = self._told(request.cookies.get(COOKIE))
        if name is None:
            return Session(self._token_of, keep=self._persist)
        try:
            stored = cast(bytes | None, self._client.get(key_of(name)))
        except redis.RedisError as error:
            raise SessionsUnavailable from error
        is_kept = stored is not None
        data = messages if stored is None else orjson.loads(stored)
        return Session(
            self._token_of, name=name, data=data, is_kept=is_kept, keep=self._persist
        )

    def _told(self, cookie: str | None) -> tuple[str | None, dict[str, Any]]:
        """Return the name and the messages that `_tell` put into the cookie."""
        if not cookie:
            return None, {}
        try:
            told = self._signer.unsign(cookie, max_age=LIFETIME * 60).decode()
            name, _, messages = told.partition("~")
            return name, orjson.loads(urlsafe_b64decode(messages)) if messages else {}
        except (itsdangerous.BadSignature, ValueError):
            return None, {}

    def _save(self, request: Request, session: Session, response: Response) -> None:
        discarded, is_kept = session.discarded, _needs_keeping(session)
        if session.is_kept and not is_kept:
            discarded = [*discarded, session.name]
        if discarded:
            self._discard(discarded)
        if is_kept:
            try:
                self._keep(session)
            except redis.RedisError as error:
                log.warning("sessions_unavailable", error=str(error))
        if is_kept or session.is_changed or (session.is_shown and not session.is_named):
            self._tell(request, session, response)

    def _tell(self, request: Request, session: Session, response: Response) -> None:
        """Send the cookie with the name, and with messages that are kept nowhere else."""
        told = session.name
        if session.messages and not _needs_keeping(session):
            told += "~" + urlsafe_b64encode(orjson.dumps(session.messages)).decode()
        response.set_cookie(
            COOKIE,
            self._signer.sign(told).decode(),
            httponly=True,
            secure=request.scheme == "https",
            samesite="Lax",
        )

    def _persist(self, session: Session) -> None:
        try:
            self._keep(session)
        except redis.RedisError as error:
            raise SessionsUnavailable from error

    def _keep(self, session: Session) -> None:
        """Write the changed values only, so that parallel writes of others stay."""
        key = key_of(session.name)
        if session.is_changed:
            # What was ended since it was loaded must not come back to life.
            content = orjson.dumps(dict(session))
            self._client.set(key, content, ex=LIFETIME, xx=session.is_kept)
        else:
            self._client.expire(key, LIFETIME)

    def _discard(self, names: Iterable[str]) -> None:
        try:
            self._client.delete(*map(key_of, names))
        except redis.RedisError as error:
            log.warning("sessions_unavailable", error=str(error))


def _needs_keeping(session: Session) -> bool:
    """Return whether it has more data than messages."""
    return not session.keys() <= {"_created", *session.messages}


def key_of(name: str) -> str:
    """Return where Valkey keeps the session of this name."""
    return f"warehouse/session/{name}"
