"""Memory that large pages took is given back."""

import asyncio
import ctypes
import subprocess
import sys

import pytest

from tests.unit.edge.running import run
from warehouse.edge.memory import Memory

MIB = 1024 * 1024
SCRIPT = """
import asyncio, psutil
from warehouse.edge.memory import Memory

async def main():
    memory = Memory()
    pieces = [bytes(100_000) for _ in range(1000)]
    kept = pieces[::100]
    del pieces
    before = psutil.Process().memory_info().rss
    memory.was_taken()
    memory.was_taken()
    await asyncio.sleep(3)
    print(before - psutil.Process().memory_info().rss)

asyncio.run(main())
"""

pytestmark = pytest.mark.skipif(
    not hasattr(ctypes.CDLL(None), "malloc_trim"), reason="only glibc can be told to"
)


def test_free_memory_between_used_memory_is_given_back():
    command = [sys.executable, "-c", SCRIPT]
    given = int(subprocess.check_output(command, text=True, timeout=60))
    assert given > 50 * MIB


def test_nothing_is_given_back_after_the_end():
    async def begin_and_end():
        memory = Memory()
        memory.was_taken()
        await asyncio.wait_for(memory.finish(), 1)

    run(begin_and_end())
