"""What a client sends, taken with patience, and never more of it than we asked for.

What a client makes us wait in all must stay within `PATIENCE` seconds plus a second for
every `SLOWEST` bytes that it did send. So a slow line may take as long as it takes, and
silence may not.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import Any

PATIENCE = 20.0
SLOWEST = 512

Receive = Callable[[], Awaitable[Any]]


class ClientTooSlow(Exception):
    """The client let us wait too long, or is gone."""


class Body:
    """The body of a request, piece by piece."""

    def __init__(self, receive: Receive) -> None:
        self._receive = receive
        self._waited = 0.0
        self._received = 0
        self.is_over = False

    async def next(self) -> bytes:
        """The next piece, empty at the end; raises `ClientTooSlow`."""
        if self.is_over:
            return b""
        allowance = PATIENCE + self._received / SLOWEST - self._waited
        begun = time.monotonic()
        try:
            message = await asyncio.wait_for(self._receive(), allowance)
        except TimeoutError:
            raise ClientTooSlow from None
        finally:
            self._waited += time.monotonic() - begun
        if message["type"] != "http.request":
            raise ClientTooSlow
        data: bytes = message.get("body", b"")
        self._received += len(data)
        self.is_over = not message.get("more_body", False)
        return data or (b"" if self.is_over else await self.next())

    async def whole(self, limit: int) -> bytes:
        """All of it, or what came of it when the client was too slow; at most `limit`."""
        pieces: list[bytes] = []
        try:
            while not self.is_over and sum(map(len, pieces)) <= limit:
                pieces.append(await self.next())
        except ClientTooSlow:
            self.is_over = True
        return b"".join(pieces)[:limit]


class Stream:
    """A body as a file, for a thread to read while the event loop goes on."""

    def __init__(self, body: Body, loop: asyncio.AbstractEventLoop) -> None:
        self._body, self._loop = body, loop
        self._rest = memoryview(b"")

    def read(self, size: int = -1) -> bytes:
        """Up to `size` bytes, fewer only at the end.

        Raises `ConnectionResetError` when the client is too slow or gone.
        """
        pieces: list[bytes | memoryview] = []
        wanted = size if size >= 0 else 2**63
        while wanted > 0:
            if not self._rest:
                self._rest = memoryview(self._next())
                if not self._rest:
                    break
            piece, self._rest = self._rest[:wanted], self._rest[wanted:]
            pieces.append(piece)
            wanted -= len(piece)
        return b"".join(pieces)

    def readline(self, size: int = -1) -> bytes:
        """A line; only for what insists on a whole file object."""
        line = bytearray()
        while len(line) != size and not line.endswith(b"\n"):
            byte = self.read(1)
            if not byte:
                break
            line += byte
        return bytes(line)

    def _next(self) -> bytes:
        waiting = asyncio.run_coroutine_threadsafe(self._body.next(), self._loop)
        try:
            return waiting.result()
        except ClientTooSlow as error:
            raise ConnectionResetError("the client is too slow, or gone") from error
