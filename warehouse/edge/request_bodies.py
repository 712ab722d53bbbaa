"""Request bodies: read with patience, and never more of them than was asked for.

A client may keep us waiting for `SlowClientLimits.body` seconds in all, plus one second for
every `body_rate` bytes that it has sent. So a slow line may take as long as it needs, and a
silent one may not. No thread waits for a body.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import Any

from warehouse.edge.slow_clients import DEFAULT, SlowClientLimits

Receive = Callable[[], Awaitable[Any]]


class ClientTooSlow(TimeoutError):
    """The client kept us waiting for too long."""


class ClientGone(ConnectionResetError):
    """The client hung up before it had sent all."""


class RequestBody:
    """The body of a request, piece by piece."""

    def __init__(self, receive: Receive, limits: SlowClientLimits = DEFAULT) -> None:
        self._receive, self._limits = receive, limits
        self._waited = 0.0
        self._received = 0
        self.is_over = False

    async def next(self) -> bytes:
        """Return the next piece, empty at the end; raises what the client's failure is."""
        data = b""
        while not data and not self.is_over:
            earned = self._received / self._limits.body_rate
            allowance = self._limits.body + earned - self._waited
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
        """Return at least `size` bytes and at most one piece more; fewer only at the end.

        Raises as `next` does.
        """
        data = bytearray()
        while not self.is_over and len(data) < size:
            data += await self.next()
        return bytes(data)

    async def whole(self, limit: int) -> bytes:
        """Return at most `limit` bytes: all, or what came until the client failed."""
        data = bytearray()
        try:
            while not self.is_over and len(data) <= limit:
                data += await self.next()
        except (ClientTooSlow, ClientGone):
            self.is_over = True
        return bytes(data[:limit])


class TruncatedBody:
    """Stands for the rest of a body that never came, for an application that reads it."""

    def __init__(self, error: OSError) -> None:
        self._error = error

    def read(self, size: int = -1) -> bytes:
        """Raise the error that cut the body off."""
        raise self._error
