"""A connection is asked again only if nothing is left on it, and nobody else is there."""

import socket
import socketserver
import time

import pytest

from tests.builders.serving import served
from warehouse.outbound import OutboundClient, Target, Unanswered
from warehouse.outbound.keeping import KeptConnections, Line

WHOLE = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi"
CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n0\r\n\r\n"
CLOSING = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nhi"
NOTHING = b"HTTP/1.1 304 Not Modified\r\n\r\n"


class _Handler(socketserver.StreamRequestHandler):
    def handle(self):
        self.server.connections += 1
        for answer in self.server.answers:
            if not self._is_asked():
                return
            self.wfile.write(answer)
            self.wfile.flush()

    def _is_asked(self):
        lines = iter(self.rfile.readline, b"")
        first = next(lines, None)
        return first is not None and b"\r\n" in lines


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), _Handler)
        self.connections, self.answers = 0, [WHOLE] * 10


@pytest.fixture
def there():
    server = _Server()
    with served(server):
        yield server


@pytest.fixture
def resolved():
    return []


@pytest.fixture
def client(resolved):
    def resolver(host, port):
        resolved.append(host)
        return ["127.0.0.1"]

    return OutboundClient(private=True, seconds=5, keeps=True, resolver=resolver)


def target(server):
    return Target("", "http", "index.example", server.server_address[1], "/")


def body(client, server):
    with client.opened(target(server), {}) as answer:
        return b"".join(iter(lambda: answer.read(100), b""))


@pytest.mark.parametrize("answer", [WHOLE, CHUNKED, NOTHING])
def test_a_whole_answer_leaves_a_connection_for_the_next(there, client, resolved, answer):
    there.answers = [answer] * 3
    assert len({body(client, there) for _ in range(3)}) == 1
    assert there.connections == len(resolved) == 1


def test_a_connection_with_anything_left_is_not_used_again(there, client):
    there.answers = [WHOLE + b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil"]
    there.answers += [CLOSING]
    with client.opened(target(there), {}):
        pass
    there.answers = [CLOSING]
    assert body(client, there) == body(client, there) == b"hi"
    assert there.connections == 3


def test_bytes_that_nobody_asked_for_are_no_answer(there, client):
    there.answers = [WHOLE + b" " * 20_000 + b"HTTP/1.1 200 OK\r\n\r\nevil"]
    assert body(client, there) == b"hi"
    there.answers = [WHOLE]
    assert body(client, there) == b"hi"
    assert there.connections == 2


def test_a_connection_that_has_ended_is_opened_anew(there, client):
    there.answers = [WHOLE]
    assert [body(client, there) for _ in range(3)] == [b"hi"] * 3
    assert there.connections == 3


def test_an_answer_that_breaks_off_is_asked_for_once_more_at_most(there, client):
    there.answers = [WHOLE, b"HTTP"]
    assert body(client, there) == b"hi"
    there.answers = [b"HTTP"]
    with pytest.raises(Unanswered):
        body(client, there)
    assert there.connections == 2


def test_a_request_that_changes_something_is_sent_by_a_connection_of_its_own(there, client):
    assert body(client, there) == b"hi"
    assert client.post(target(there), {}, b"").status == 200
    assert there.connections == 2


def test_few_are_kept_and_none_for_long(there):
    address, kept = there.server_address, KeptConnections(most=2)
    lines = [Line(socket.create_connection(address, 5)) for _ in range(3)]
    for each in lines:
        kept.give(target(there), each)
    assert lines[0].connection.fileno() == -1
    lines[2].left -= 60
    lines[1].opened -= 600
    assert time.monotonic() - lines[2].left > 20
    assert kept.take(target(there)) is None
    assert [each.connection.fileno() for each in lines] == [-1] * 3
