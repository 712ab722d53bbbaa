"""Requests whose bodies may be large: asked about first, then received, then judged.

The application says from the headers whether it wants the body at all, and what takes it
(`warehouse/http/receiving.py`). Then the event loop receives it. A thread is held while
a piece of it is taken, and again once all is there, never while a client is awaited. A
small one is received at once: to ask about it would cost more.
"""

import asyncio
from io import BytesIO
from typing import Any

from warehouse.edge.bodies import Body, ClientGone, ClientTooSlow, CutOff
from warehouse.edge.calling import Answer, Application, Scope, environ_of
from warehouse.edge.doors import RETRY_SECONDS, Doors
from warehouse.http.receiving import FOLLOWS, RECEPTION, Reception

SMALL = 64 * 1024
"""Bytes of a body that is in memory as a whole, whoever sends it."""

_PIECE = 128 * 1024
"""Bytes that are taken at a time; as much of each unfinished body is in memory."""


class Receiver:
    """Answers requests with such bodies."""

    def __init__(self, application: Application, doors: Doors) -> None:
        self._application, self._doors = application, doors

    async def answer(self, scope: Scope, body: Body) -> Answer:
        """What the application answers, to the headers or to the whole."""
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
            with self._doors.entered(self._doors.uploads, scope) as crowded:
                if crowded is not None:
                    return refused(crowded)
                rest = await self._received(reception, body)
                is_taken_over = True
                said = {RECEPTION: reception, "wsgi.input": rest}
                return await self._judged(scope, said)
        finally:
            if not is_taken_over:
                self._application.later(reception.close)

    async def _received(self, reception: Reception, body: Body) -> BytesIO | CutOff:
        """Have the body taken as it comes, and return what is left for the end."""
        while True:
            try:
                data = await body.some(_PIECE)
            except (ClientTooSlow, ClientGone) as error:
                return CutOff(error)
            if body.is_over:
                return BytesIO(data)
            if not await self._application.run(reception.feed, data):
                return BytesIO()

    async def _whole(self, body: Body) -> BytesIO | CutOff:
        try:
            return BytesIO(await body.some(SMALL))
        except (ClientTooSlow, ClientGone) as error:
            return CutOff(error)

    async def _judged(self, scope: Scope, said: dict[str, Any]) -> Answer:
        environ = {**environ_of(scope), **said}
        # What has come whole is dealt with, whether its sender waits for that or not.
        return await asyncio.shield(self._application.work(environ))


def is_small(scope: Scope) -> bool:
    """Whether a body is so small that it is taken before anybody is asked."""
    lengths = [value for name, value in scope["headers"] if name == b"content-length"]
    text = lengths[0] if lengths else b""
    return text.isdigit() and len(text) < 18 and int(text) <= SMALL


def refused(crowded: tuple[str, str]) -> Answer:
    """The answer to a body that is too many."""
    status, words = crowded
    return Answer.of(
        f"{status.partition(' ')[0]} {words}",
        f"{status}\n\n{words}\n".encode(),
        [(b"retry-after", str(RETRY_SECONDS).encode())],
    )
