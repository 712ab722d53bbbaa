"""The gateway from ASGI to the WSGI application, for everything that no store answers.

A thread is held only while the application works: small bodies are read before it is
called, large ones are received without a thread (`upload_streaming.py`), and long answers
are read from it piece by piece as fast as the client takes them.
"""

from collections.abc import Awaitable, Callable, Iterator
from concurrent.futures import Executor
from io import BytesIO
from typing import Any

from warehouse.application import LARGEST_BODY
from warehouse.edge.concurrency import ClientLimits
from warehouse.edge.request_bodies import Receive, RequestBody
from warehouse.edge.upload_streaming import SMALL, UploadReceiver, is_small, refused
from warehouse.edge.wsgi import Scope, WSGIApplication, WSGIResponse, environ_of
from warehouse.paths import UPLOADS, UPSTREAM_FILES

_UPLOADS, _UPSTREAM_FILES = UPLOADS.encode(), UPSTREAM_FILES.encode()

Send = Callable[[dict[str, Any]], Awaitable[None]]


class Gateway:
    """Answers requests by asking the application."""

    def __init__(self, application: WSGIApplication, client_limits: ClientLimits) -> None:
        self.application, self.client_limits = application, client_limits
        self._receiver = UploadReceiver(application, client_limits)

    async def ask(self, environ: dict[str, Any]) -> WSGIResponse:
        """Return the application's response to a request without a body."""
        return await self.application.ask(environ)

    async def discard(self, answer: WSGIResponse) -> None:
        """Close a response without reading the rest of it."""
        await self.application.discard(answer)

    async def serve(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        body = RequestBody(receive)
        if scope["method"] == "POST" and scope["raw_path"].startswith(_UPLOADS):
            await self.respond(await self._receiver.answer(scope, body), send)
            return
        if scope["raw_path"].startswith(_UPSTREAM_FILES):
            # They come as fast as another index sends them.
            await self.respond(await self.application.work(environ_of(scope)), send)
            return
        await self.respond(await self._answered(scope, body), send)

    async def _answered(self, scope: Scope, body: RequestBody) -> WSGIResponse:
        environ = environ_of(scope)
        if not _is_read(environ):
            return await self.application.ask(environ)
        if is_small(scope):
            environ["wsgi.input"] = BytesIO(await body.whole(SMALL))
            return await self.application.ask(environ)
        with self.client_limits.entered(self.client_limits.forms, scope) as excess:
            if excess is not None:
                return refused(excess)
            environ["wsgi.input"] = BytesIO(await body.whole(LARGEST_BODY))
            return await self.application.ask(environ)

    async def draw(
        self, pieces: Iterator[bytes], send: Send, threads: Executor | None = None
    ) -> None:
        """Send a long body, reading the next piece in a thread when one was taken."""
        while piece := await self.application.more(pieces, threads):
            await send({"type": "http.response.body", "body": piece, "more_body": True})
        await send({"type": "http.response.body", "body": b""})

    async def respond(self, answer: WSGIResponse, send: Send) -> None:
        """Send a response, and close it."""
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
                await self.draw(answer.rest, send, answer.threads)
        finally:
            await self.discard(answer)

    def close(self) -> None:
        """Wait for the requests that are being answered, and take no more."""
        self.application.close()


def _is_read(environ: dict[str, Any]) -> bool:
    length = environ.get("CONTENT_LENGTH", "")
    return length.isdigit() and 0 < int(length) <= LARGEST_BODY
