"""Giving unused memory back to the operating system (`malloc_trim`).

To make a page of five thousand files takes tens of megabytes for a moment, which glibc
keeps for the next one. Telling it always to give back what is large costs that page forty
milliseconds, so it is told some time after such pages were made.
"""

import asyncio
import ctypes
from typing import Any

_QUIET_SECONDS = 2.0


class Memory:
    """Gives free memory back, some time after much of it was used."""

    def __init__(self) -> None:
        # Other C libraries keep less, and cannot be told.
        self._trim: Any = getattr(ctypes.CDLL(None), "malloc_trim", None)
        self._giving: asyncio.Task[None] | None = None

    def was_taken(self) -> None:
        """Note that something large was made."""
        if self._trim is not None and (self._giving is None or self._giving.done()):
            self._giving = asyncio.ensure_future(self._give_back())

    async def _give_back(self) -> None:
        await asyncio.sleep(_QUIET_SECONDS)
        await asyncio.to_thread(self._trim, 0)

    async def finish(self) -> None:
        """Give nothing back any more."""
        if self._giving is not None:
            self._giving.cancel()
            await asyncio.wait([self._giving])
