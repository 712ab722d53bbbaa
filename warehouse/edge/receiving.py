"""Requests whose bodies may be large: asked about first, then received, then judged.

The application says from the headers whether it wants the body at all, and what takes it
(`warehouse/http/receiving.py`). Then the event loop receives it. A thread is held while
a piece of it is taken, and again once all is there, never while a client is awaited.
"""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import Any, NamedTuple

from warehouse.edge.bodies import Body, ClientGone, ClientTooSlow, CutOff
from warehouse.edge.calling import Answer, Application, Scope, environ_of
from warehouse.edge.doors import RETRY_SECONDS, Doors
from warehouse.http.receiving import FOLLOWS, RECEPTION, Reception

_PIECE = 128 * 1024
"""Bytes that are taken at a time; as much of each unfinished body is in memory."""


class Crowded(NamedTuple):
    """Why a body is not received now."""

    status: str
    reason: str


class Receiver:
    """Answers requests with such bodies."""

    def __init__(self, application: Application, doors: Doors) -> None:
        self._application, self._doors = application, doors

    async def answer(self, scope: Scope, body: Body) -> Answer:
        """What the application answers, to the headers or to the whole."""
        environ = {**environ_of(scope), FOLLOWS: True}
        answer = await self._application.ask(environ)
        reception: Reception | None = environ.get(RECEPTION)
        if reception is None:
            return answer
        await self._application.discard(answer)
        is_taken_over = False
        try:
            with self._entered(scope) as crowded:
                if crowded is not None:
                    return _refusal(crowded)
                rest = await self._received(reception, body)
                is_taken_over = True
                return await self._judged(scope, reception, rest)
        finally:
            if not is_taken_over:
                self._application.later(reception.close)

    @contextmanager
    def _entered(self, scope: Scope) -> Iterator[Crowded | None]:
        """Count this body for as long as the block lasts, and say if it is one too many."""
        address, bodies = self._doors.address_of(scope), self._doors.bodies
        bodies.enter(address)
        try:
            if bodies.is_too_much_of(address):
                yield Crowded(
                    "429 Too Many Requests",
                    f"{bodies.each} uploads from your address are not finished yet. "
                    "Wait until one of them is, and try again.",
                )
            elif bodies.is_too_much:
                yield Crowded(
                    "503 Service Unavailable",
                    f"{bodies.all} uploads are being received, which is as many as there "
                    "may be. Try again in a while.",
                )
            else:
                yield None
        finally:
            bodies.leave(address)

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

    async def _judged(
        self, scope: Scope, reception: Reception, rest: BytesIO | CutOff
    ) -> Answer:
        environ: dict[str, Any] = environ_of(scope)
        environ |= {RECEPTION: reception, "wsgi.input": rest}
        # What has come whole is dealt with, whether its sender waits for that or not.
        return await asyncio.shield(self._application.work(environ))


def _refusal(crowded: Crowded) -> Answer:
    text = f"{crowded.status}\n\n{crowded.reason}\n".encode()
    return Answer.of(
        f"{crowded.status.partition(' ')[0]} {crowded.reason}",
        text,
        [(b"retry-after", str(RETRY_SECONDS).encode())],
    )
