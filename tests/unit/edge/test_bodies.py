"""Bodies of requests: patience with the slow, none with the silent."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

import pytest

from warehouse.edge import bodies
from warehouse.edge.bodies import Body, ClientTooSlow, Stream


def receiving(*pieces, ends=True):
    """A client that sends `pieces`, and then the end, or nothing any more."""
    messages = [
        {"type": "http.request", "body": each, "more_body": True} for each in pieces
    ]

    async def receive():
        if messages:
            return messages.pop(0)
        if ends:
            return {"type": "http.request", "body": b"", "more_body": False}
        await asyncio.sleep(3600)

    return receive


def run(doing):
    """Run `doing` to its end, in a thread: a browser's loop may be running in this one."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, doing).result()


async def read(stream, *sizes):
    return await asyncio.to_thread(lambda: [stream.read(size) for size in sizes])


def test_a_whole_body():
    body = Body(receiving(b"ab", b"", b"cd"))
    assert run(body.whole(100)) == b"abcd"


def test_a_whole_body_is_never_larger_than_asked():
    body = Body(receiving(*[b"x" * 10] * 100))
    assert run(body.whole(25)) == b"x" * 25


def test_silence_ends_a_body(monkeypatch):
    monkeypatch.setattr(bodies, "PATIENCE", 0.05)
    assert run(Body(receiving(b"ab", ends=False)).whole(100)) == b"ab"


def test_a_client_that_left_ends_a_body():
    async def receive():
        return {"type": "http.disconnect"}

    with pytest.raises(ClientTooSlow):
        run(Body(receive).next())


def test_what_came_earns_time(monkeypatch):
    monkeypatch.setattr(bodies, "PATIENCE", 0.05)
    monkeypatch.setattr(bodies, "SLOWEST", 10)

    async def trickle():
        await asyncio.sleep(0.04)
        return {"type": "http.request", "body": b"x", "more_body": True}

    async def take(count):
        body = Body(trickle)
        for _ in range(count):
            await body.next()

    run(take(10))
    monkeypatch.setattr(bodies, "SLOWEST", 10_000)
    with pytest.raises(ClientTooSlow):
        run(take(10))


def test_a_stream_reads_as_a_file_does():
    async def story():
        stream = Stream(
            Body(receiving(b"hello ", b"wor", b"ld\nnext")), asyncio.get_running_loop()
        )
        assert await read(stream, 3, 5, 3) == [b"hel", b"lo wo", b"rld"]
        assert await asyncio.to_thread(stream.readline) == b"\n"
        assert await read(stream, -1, 10) == [b"next", b""]

    run(story())


def test_a_stream_of_a_silent_client_is_a_broken_connection(monkeypatch):
    monkeypatch.setattr(bodies, "PATIENCE", 0.05)

    async def story():
        stream = Stream(Body(receiving(b"ab", ends=False)), asyncio.get_running_loop())
        assert await read(stream, 2) == [b"ab"]
        with pytest.raises(ConnectionResetError):
            await read(stream, 1)

    run(story())
