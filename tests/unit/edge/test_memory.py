"""Memory that large pages took is given back."""

import asyncio
import ctypes

import psutil
import pytest

from tests.unit.edge.running import run
from warehouse.edge.memory import Memory

MIB = 1024 * 1024

pytestmark = pytest.mark.skipif(
    not hasattr(ctypes.CDLL(None), "malloc_trim"), reason="only glibc can be told to"
)


def resident():
    return psutil.Process().memory_info().rss


def test_what_is_free_between_what_is_used_is_given_back():
    async def make_much_and_wait():
        memory = Memory()
        pieces = [bytes(100_000) for _ in range(1000)]
        kept = pieces[::100]
        full = resident()
        del pieces
        memory.was_taken()
        memory.was_taken()
        await asyncio.sleep(3)
        await memory.finish()
        return full - resident(), kept

    given, kept = run(make_much_and_wait())
    assert given > 50 * MIB
    assert len(kept) == 10


def test_nothing_is_given_back_after_the_end():
    async def begin_and_end():
        memory = Memory()
        memory.was_taken()
        await asyncio.wait_for(memory.finish(), 1)

    run(begin_and_end())
