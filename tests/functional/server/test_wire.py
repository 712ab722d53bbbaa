"""HTTP/1.1 as bytes over real sockets: in one piece, in many, at once, and cut off."""

import json
import os
import re
import socket
import struct
from contextlib import ExitStack, suppress

import psutil
import pytest

from tests.builders.waiting import wait_until
from tests.builders.wire import speaking
from tests.functional.server.witness import application
from warehouse.server.reading import LARGEST_HEAD

GET = b"GET /a HTTP/1.1\r\nHost: x\r\n\r\n"
CHUNKED = (
    b"POST /b HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
    b'3;a="b"\r\nabc\r\n0a\r\n0123456789\r\n0\r\nX-Sum: 1\r\nX-More:\r\n\r\n'
)
UPGRADE = (
    b"POST /c HTTP/1.1\r\nHost: x\r\nUpgrade: h2c\r\nConnection: Upgrade\r\n"
    b"Content-Length: 28\r\n\r\n"
)


@pytest.fixture(scope="module")
def server():
    with speaking(application) as started:
        yield started


def answers(said):
    """Return what the application said about each request that it was asked."""
    found = []
    while said:
        head, _, said = said.partition(b"\r\n\r\n")
        assert head.startswith(b"HTTP/1.1 200 OK\r\n")
        size = int(re.search(rb"content-length: (\d+)", head)[1])
        found.append(json.loads(said[:size]))
        said = said[size:]
    return found


def asked(said):
    return [(each["request"], each["size"]) for each in answers(said)]


def test_requests_at_once_are_answered_one_after_the_other(server):
    found = asked(server.ask((GET + CHUNKED) * 300))
    assert found == [("GET /a", 0), ("POST /b", 13)] * 300


def test_a_request_may_come_byte_by_byte(server):
    pieces = [bytes([each]) for each in GET + CHUNKED + GET]
    assert asked(server.ask(*pieces)) == [("GET /a", 0), ("POST /b", 13), ("GET /a", 0)]


def test_a_body_is_not_a_request_after_an_offer_to_upgrade(server):
    assert asked(server.ask(UPGRADE + GET + GET)) == [("POST /c", len(GET)), ("GET /a", 0)]


def test_a_tunnel_is_not_opened(server):
    found = server.ask(b"CONNECT x:80 HTTP/1.1\r\nHost: x\r\n\r\n" + GET)
    assert found.count(b"HTTP/1.1") == 1
    assert b"Connection: close" in found


def test_nothing_is_answered_after_the_last_request(server):
    last = GET.replace(b"Host: x", b"Host: x\r\nConnection: close")
    assert asked(server.ask(GET + last + GET)) == [("GET /a", 0), ("GET /a", 0)]


def test_a_client_of_1_0_may_stay(server):
    old = GET.replace(b"1.1", b"1.0")
    kept = old.replace(b"Host: x", b"Host: x\r\nConnection: keep-alive")
    found = server.ask(kept + old)
    assert found.count(b"HTTP/1.0 200 OK") == 2
    assert found.lower().count(b"connection: keep-alive\r\n") == 1
    assert server.ask(old + old).count(b"HTTP/1.0 200 OK") == 1


def head_of(size):
    lines = [b"GET /a HTTP/1.1", b"Host: x"]
    while size > 0:
        lines.append(b"X-Long: " + b"y" * min(size, 10_000))
        size -= 10_000
    return b"\r\n".join([*lines, b"", b""])


def test_a_head_has_bounds(server):
    assert asked(server.ask(head_of(100_000))) == [("GET /a", 0)]
    assert server.ask(head_of(LARGEST_HEAD)).startswith(b"HTTP/1.1 431 ")
    assert server.ask(head_of(LARGEST_HEAD)[:-4]).startswith(b"HTTP/1.1 431 ")


@pytest.mark.parametrize(
    "head",
    [
        b"GET /a HTTP/1.1\r\nHost: x\r\n y\r\n\r\n",
        b"GET  /a HTTP/1.1\r\nHost: x\r\n\r\n",
        b"GET /a\tHTTP/1.1\r\nHost: x\r\n\r\n",
        b"GET /a HTTP/1.1\r\nHost: x\nA: b\r\n\r\n",
        b"GET /a HTTP/1.1\r\nHost : x\r\n\r\n",
        b"\r\nGET /a HTTP/1.1\r\nHost: x\r\n\r\n",
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        b"POST /a HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        b"POST /a HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n5 \r\nabcde\r\n",
        b"POST /a HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nabc\r\n",
        b"POST /a HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nno\r\n\r\n",
    ],
)
def test_a_request_that_is_none_is_the_last(server, head):
    found = server.ask(head + GET)
    assert found.startswith(b"HTTP/1.1 400 ")
    assert found.count(b"HTTP/1.1 ") == 1 + found.count(b"is not HTTP/1.1 as")


def test_a_client_that_hangs_up_leaves_nothing(server):
    for _ in range(50):
        with server.connect() as client:
            client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            client.sendall(CHUNKED[:-10])
    wait_until(lambda: not server.server.connections)
    assert asked(server.ask(GET)) == [("GET /a", 0)]


def test_idle_connections_take_little_memory(server):
    """Both ends are in this process, so the bound is for both."""
    process, number = psutil.Process(os.getpid()), 400
    with ExitStack() as stack:
        before = process.memory_info().rss
        for _ in range(number):
            client = stack.enter_context(server.connect())
            client.sendall(GET)
            assert client.recv(65536)
        assert (process.memory_info().rss - before) / number < 20_000


async def lying(scope, receive, send):
    """Sends more, or fewer bytes than it says."""
    headers = [(b"content-length", b"5")]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": b"x" * int(scope["query_string"])})


@pytest.mark.parametrize("size", [3, 7])
def test_a_response_has_the_length_that_it_says(size):
    with speaking(lying) as server:
        request = b"GET /?%d HTTP/1.1\r\nHost: x\r\n\r\n" % size
        with server.connect() as client:
            client.sendall(request + GET)
            try:
                found = b"".join(iter(lambda: client.recv(65536), b""))
            except ConnectionResetError:
                found = b""
    assert found.count(b"HTTP/1.1") <= 1
    assert b"xxxxxx" not in found


async def lying_late(scope, receive, send):
    """Says its length, and sends what looks like a response after so many bytes."""
    is_after = scope["query_string"] == b"after"
    headers = [(b"content-length", b"5")]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    first = b"x" * (5 if is_after else 4)
    await send({"type": "http.response.body", "body": first, "more_body": not is_after})
    more = b"xHTTP/1.1 200 OK\r\n\r\n"[is_after:]
    await send({"type": "http.response.body", "body": more, "more_body": True})


@pytest.mark.parametrize("target", [b"/?in", b"/?after"])
def test_more_than_a_response_says_is_not_another(target):
    request = b"GET " + target + b" HTTP/1.1\r\nHost: x\r\n\r\n"
    with speaking(lying_late) as server, server.connect() as client:
        client.sendall(request)
        client.sendall(request.replace(b"Host: x", b"Host: x\r\nConnection: close"))
        found = b""
        with suppress(ConnectionResetError):
            while data := client.recv(65536):
                found += data
    assert b"200 OK\r\n\r\n" not in found


async def losing(scope, receive, send):
    """Fails by a connection of its own that was lost."""
    raise ConnectionResetError


def test_a_lost_connection_of_ours_is_not_taken_for_that_of_the_client():
    with speaking(losing) as server:
        assert server.ask(GET).startswith(b"HTTP/1.1 500 ")
        wait_until(lambda: not server.server.connections)


async def breaking(scope, receive, send):
    """Sends a header with another one in it."""
    headers = [(b"x-said", scope["query_string"].replace(b"_", b"\r\n"))]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": b""})


def test_a_header_of_a_response_has_no_line_breaks():
    with speaking(breaking) as server:
        found = server.ask(b"GET /?a_set-cookie:b HTTP/1.1\r\nHost: x\r\n\r\n")
    assert found.startswith(b"HTTP/1.1 500 ")
    assert b"set-cookie" not in found
