"""Running a coroutine in a test that may have an event loop in its own thread."""

import asyncio
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any


def run(doing: Coroutine[Any, Any, Any]) -> Any:
    """Return what `doing` returns, within a minute.

    It runs in a thread, because tests of pages leave an event loop in theirs.
    """
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, asyncio.wait_for(doing, 60)).result(90)
