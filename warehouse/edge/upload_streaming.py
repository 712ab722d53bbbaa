"""Requests with large bodies: asked about by their headers, then received, then answered.

The application says from the headers whether it wants the body at all, and what takes it
(`warehouse/http/receiving.py`). Then the event loop receives it. A thread is held while a
piece is taken, and again once all is there, never while a client is waited for. A small
body is received at once: to ask about it first would cost more.
"""

import asyncio
from io import BytesIO
from typing import Any

from warehouse.edge.concurrency import RETRY_SECONDS, ClientLimits
from warehouse.edge.request_bodies import (
    ClientGone,
    ClientTooSlow,
    RequestBody,
    TruncatedBody,
)
from warehouse.edge.wsgi import Scope, WSGIApplication, WSGIResponse, environ_of
from warehouse.http.receiving import FOLLOWS, RECEPTION, Reception

SMALL = 64 * 1024
"""Bytes of a body that is in memory as a whole, whoever sends it."""

_PIECE = 128 * 1024
"""Bytes that are taken at a time; as much of each unfinished body is in memory."""


class UploadReceiver:
    """Answers requests with large bodies."""

    def __init__(self, application: WSGIApplication, client_limits: ClientLimits) -> None:
        self._application, self._limits = application, client_limits

    async def answer(self, scope: Scope, body: RequestBody) -> WSGIResponse:
        """Return the application's response, to the headers or to the whole request."""
        if is_small(scope):
            rest = await self._whole(body)
            return await self._judged(scope, {"wsgi.input": rest})
        environ = {**environ_of(scope), FOLLOWS: True}
        answer = await self._application.ask(environ)
        reception: Reception | None = environ.get(RECEPTION)
        if reception is None:
            return answer
        await self._application.discard(answer)
        is_taken_over = False
        try:
            with self._limits.entered(self._limits.uploads, scope) as excess:
                if excess is not None:
                    return refused(excess)
                rest = await self._received(reception, body)
                is_taken_over = True
                said = {RECEPTION: reception, "wsgi.input": rest}
                return await self._judged(scope, said)
        finally:
            if not is_taken_over:
                self._application.later(reception.close)

    async def _received(
        self, reception: Reception, body: RequestBody
    ) -> BytesIO | TruncatedBody:
        """Have each piece taken as it comes, and return what is left for the end."""
        while True:
            try:
                data = await body.some(_PIECE)
            except (ClientTooSlow, ClientGone) as error:
                return TruncatedBody(error)
            if body.is_over:
                return BytesIO(data)
            if not await self._application.run(reception.feed, data):
                return BytesIO()

    async def _whole(self, body: RequestBody) -> BytesIO | TruncatedBody:
        try:
            return BytesIO(await body.some(SMALL))
        except (ClientTooSlow, ClientGone) as error:
            return TruncatedBody(error)

    async def _judged(self, scope: Scope, said: dict[str, Any]) -> WSGIResponse:
        environ = {**environ_of(scope), **said}
        # What has come whole is dealt with, whether its responder waits for that or not.
        return await asyncio.shield(self._application.work(environ))


def is_small(scope: Scope) -> bool:
    """Return whether a body is small enough to be received before anything is asked."""
    lengths = [value for name, value in scope["headers"] if name == b"content-length"]
    text = lengths[0] if lengths else b""
    return text.isdigit() and len(text) < 18 and int(text) <= SMALL


def refused(excess: tuple[str, str]) -> WSGIResponse:
    """Make the response to a body that is one too many."""
    status, words = excess
    return WSGIResponse.of(
        f"{status.partition(' ')[0]} {words}",
        f"{status}\n\n{words}\n".encode(),
        [(b"retry-after", str(RETRY_SECONDS).encode())],
    )
