"""Letting readers in where everybody may read: who has the right sees what is private.

Nobody is looked up until something is not there for the public. So a stranger is answered
as fast as ever, and in the same way whether a name is absent or private.
"""

from datetime import UTC, datetime

from pyramid.httpexceptions import HTTPUnauthorized

from warehouse.http import Request
from warehouse.http.caching.private import mark_private
from warehouse.http.views import READING
from warehouse.security import Identity, Permission, Refusal, Resource
from warehouse.security.policy import accepted_credentials, reader_of
from warehouse.sessions import COOKIE

CHALLENGE = 'Basic realm="packages", charset="UTF-8"'


def admit(request: Request) -> bool:
    """Recognise who asks, and let their session see what they may read.

    Returns False where that changes nothing: nobody was named. Raises `HTTPUnauthorized`
    for a token that is no good, whatever was asked for; then clients look for another one.
    """
    if not _names_somebody(request):
        return False
    found = reader_of(request)
    if isinstance(found, Refusal):
        raise unauthorized(found.reason)
    if found is not None:
        refuse_ended(found)
    return found is not None


def refuse_ended(reader: Identity) -> None:
    """Raise `HTTPUnauthorized` for who proved themselves with a token that has ended."""
    if reader.ends is not None and reader.ends <= datetime.now(UTC):
        raise unauthorized("The token has expired.")


def unauthorized(reason: str) -> HTTPUnauthorized:
    """Return the answer that makes a client look for a user and a password."""
    return HTTPUnauthorized(reason, headers={"WWW-Authenticate": CHALLENGE})


def may_read(request: Request, private: Resource) -> bool:
    """Return whether the one who asks may read something private.

    If so, the answer is theirs alone. If not, it is the one to an absent name.
    """
    permitted = bool(request.has_permission(Permission.PROJECT_SEE, private))
    if permitted:
        mark_private(request)
    return permitted


def _names_somebody(request: Request) -> bool:
    if not accepted_credentials(request) and request.method not in READING:
        return False
    return bool(request.headers.get("Authorization") or COOKIE in request.cookies)
