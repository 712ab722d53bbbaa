"""Running what is asynchronous, beside whatever runs in this thread."""

import asyncio
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any


def run(doing: Coroutine[Any, Any, Any]) -> Any:
    """What it answers; in a thread, because tests of pages leave a loop in theirs."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, doing).result()
