"""What a client sends, taken with patience, and never more of it than we asked for.

What a client makes us wait in all must stay within `PATIENCE` seconds plus a second for
every `SLOWEST` bytes that it did send. So a slow line may take as long as it takes, and
silence may not. Nothing else looks at how fast a body comes; while it does, no thread
waits for it.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import Any

PATIENCE = 20.0
SLOWEST = 512

Receive = Callable[[], Awaitable[Any]]


class ClientTooSlow(TimeoutError):
    """The client let us wait too long."""


class ClientGone(ConnectionResetError):
    """The client said no more before it had said all."""


class Body:
    """The body of a request, piece by piece."""

    def __init__(self, receive: Receive) -> None:
        self._receive = receive
        self._waited = 0.0
        self._received = 0
        self.is_over = False

    async def next(self) -> bytes:
        """The next piece, empty at the end; raises `ClientTooSlow` or `ClientGone`."""
        data = b""
        while not data and not self.is_over:
            allowance = PATIENCE + self._received / SLOWEST - self._waited
            begun = time.monotonic()
            try:
                async with asyncio.timeout(allowance):
                    message = await self._receive()
            except TimeoutError:
                raise ClientTooSlow from None
            finally:
                self._waited += time.monotonic() - begun
            if message["type"] != "http.request":
                raise ClientGone
            data = message.get("body", b"")
            self._received += len(data)
            self.is_over = not message.get("more_body", False)
        return data

    async def some(self, size: int) -> bytes:
        """At least `size` bytes and a piece at most beyond, fewer only at the end.

        Raises as `next` does.
        """
        data = bytearray()
        while not self.is_over and len(data) < size:
            data += await self.next()
        return bytes(data)

    async def whole(self, limit: int) -> bytes:
        """All of it, or what came of it when the client was too slow; at most `limit`."""
        data = bytearray()
        try:
            while not self.is_over and len(data) <= limit:
                data += await self.next()
        except (ClientTooSlow, ClientGone):
            self.is_over = True
        return bytes(data[:limit])


class CutOff:
    """The rest of a body that never came, for an application that reads it."""

    def __init__(self, error: OSError) -> None:
        self._error = error

    def read(self, size: int = -1) -> bytes:
        """Raise what happened."""
        raise self._error
