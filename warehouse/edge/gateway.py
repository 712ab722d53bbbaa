"""What is not finished: asked of the application, and sent as the client takes it.

A thread is held only while the application works: small bodies are read before it is
asked, large ones are received while nobody works (`receiving.py`), and long answers are
drawn piece by piece as fast as the client takes them.
"""

from collections.abc import Awaitable, Callable, Iterator
from io import BytesIO
from typing import Any

from warehouse.application import LARGEST_BODY, UPLOADS
from warehouse.edge.bodies import Body, Receive
from warehouse.edge.calling import Answer, Application, Scope, environ_of
from warehouse.edge.doors import Doors
from warehouse.edge.receiving import SMALL, Receiver, is_small, refused

_UPLOADS = UPLOADS.encode()

Send = Callable[[dict[str, Any]], Awaitable[None]]


class Gateway:
    """Answers requests one by one."""

    def __init__(self, application: Application, doors: Doors) -> None:
        self.application, self.doors = application, doors
        self._receiver = Receiver(application, doors)

    async def ask(self, environ: dict[str, Any]) -> Answer:
        """What the application answers to a request without a body."""
        return await self.application.ask(environ)

    async def discard(self, answer: Answer) -> None:
        """Let go of what a long answer holds, without drawing it."""
        await self.application.discard(answer)

    async def serve(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        body = Body(receive)
        if scope["method"] == "POST" and scope["raw_path"].startswith(_UPLOADS):
            await self._send(await self._receiver.answer(scope, body), send)
            return
        await self._send(await self._answered(scope, body), send)

    async def _answered(self, scope: Scope, body: Body) -> Answer:
        environ = environ_of(scope)
        if not _is_read(environ):
            return await self.application.ask(environ)
        if is_small(scope):
            environ["wsgi.input"] = BytesIO(await body.whole(SMALL))
            return await self.application.ask(environ)
        with self.doors.entered(self.doors.forms, scope) as crowded:
            if crowded is not None:
                return refused(crowded)
            environ["wsgi.input"] = BytesIO(await body.whole(LARGEST_BODY))
            return await self.application.ask(environ)

    async def draw(self, pieces: Iterator[bytes], send: Send) -> None:
        """Send a long body as it is drawn, in a thread, as fast as the client takes it."""
        while piece := await self.application.more(pieces):
            await send({"type": "http.response.body", "body": piece, "more_body": True})
        await send({"type": "http.response.body", "body": b""})

    async def _send(self, answer: Answer, send: Send) -> None:
        try:
            await send(
                {
                    "type": "http.response.start",
                    "status": answer.status,
                    "headers": answer.headers,
                }
            )
            is_long = answer.rest is not None
            await send(
                {
                    "type": "http.response.body",
                    "body": answer.body,
                    "more_body": is_long,
                }
            )
            if answer.rest is not None:
                await self.draw(answer.rest, send)
        finally:
            await self.discard(answer)

    def close(self) -> None:
        """Wait for what is being answered, and take nothing more."""
        self.application.close()


def _is_read(environ: dict[str, Any]) -> bool:
    length = environ.get("CONTENT_LENGTH", "")
    return length.isdigit() and 0 < int(length) <= LARGEST_BODY
