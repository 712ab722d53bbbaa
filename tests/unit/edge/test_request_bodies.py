"""Bodies of requests: patience with the slow, none with the silent."""

import asyncio
import time
from collections import deque

import pytest

from tests.unit.edge.running import run
from warehouse.edge.request_bodies import (
    ClientGone,
    ClientTooSlow,
    RequestBody,
    TruncatedBody,
)
from warehouse.edge.slow_clients import SlowClientLimits

HASTY = SlowClientLimits(body=0.05)


def receiving(*pieces, ends=True):
    """A client that sends `pieces`, and then the end, or nothing any more."""
    messages = deque(
        {"type": "http.request", "body": each, "more_body": True} for each in pieces
    )

    async def receive():
        if messages:
            return messages.popleft()
        if ends:
            return {"type": "http.request", "body": b"", "more_body": False}
        await asyncio.sleep(3600)

    return receive


def test_a_whole_body():
    body = RequestBody(receiving(b"ab", b"", b"cd"))
    assert run(body.whole(100)) == b"abcd"


def test_a_whole_body_is_never_larger_than_asked():
    body = RequestBody(receiving(*[b"x" * 10] * 100))
    assert run(body.whole(25)) == b"x" * 25


def test_silence_ends_a_body():
    assert run(RequestBody(receiving(b"ab", ends=False), HASTY).whole(100)) == b"ab"


def test_a_client_that_left_ends_a_body():
    async def receive():
        return {"type": "http.disconnect"}

    with pytest.raises(ClientGone):
        run(RequestBody(receive).next())
    assert run(RequestBody(receive).whole(100)) == b""


def test_each_byte_that_came_earns_time():
    async def trickle():
        await asyncio.sleep(0.04)
        return {"type": "http.request", "body": b"x", "more_body": True}

    async def take(count, rate):
        body = RequestBody(trickle, SlowClientLimits(body=0.05, body_rate=rate))
        for _ in range(count):
            await body.next()

    run(take(10, rate=10))
    with pytest.raises(ClientTooSlow):
        run(take(10, rate=10_000))


def test_pieces_are_gathered():
    async def story():
        body = RequestBody(receiving(*[b"x" * 10] * 10))
        sizes = []
        while not body.is_over:
            sizes.append(len(await body.some(25)))
        return sizes

    assert run(story()) == [30, 30, 30, 10]


def seconds_for(pieces):
    """Return how long it takes to receive as many pieces of one byte."""
    body = RequestBody(receiving(*[b"x"] * pieces))
    begun = time.process_time()
    assert len(run(body.whole(pieces))) == pieces
    return time.process_time() - begun


def test_many_small_pieces_cost_no_more_than_each_of_them():
    few = min(seconds_for(4_000) for _ in range(3))
    many = min(seconds_for(32_000) for _ in range(3))
    assert many < 8 * few * 2.5


def test_a_silent_client_is_too_slow():
    async def story():
        body = RequestBody(receiving(b"ab", ends=False), HASTY)
        assert await body.next() == b"ab"
        with pytest.raises(ClientTooSlow):
            await body.next()

    run(story())


@pytest.mark.parametrize("error", [ClientTooSlow(), ClientGone()])
def test_reading_a_body_that_was_cut_off_raises_its_error(error):
    with pytest.raises(type(error)):
        TruncatedBody(error).read(10)
