"""Connections to clients that are slow, silent, take nothing, or are too many."""

import socket
import time
from contextlib import closing

import pytest

from tests.builders.gunicorn import gunicorn
from tests.builders.waiting import wait_until
from warehouse.server.gunicorn_config import keepalive

LITTLE = b"GET /little HTTP/1.1\r\nHost: x\r\n\r\n"


@pytest.fixture(scope="module")
def address():
    """The address of a gunicorn that has our settings but less patience."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        descriptor, where = listener.fileno(), listener.getsockname()
        program = "tests.functional.server.patience"
        with gunicorn(program, f"fd://{descriptor}", pass_fds=[descriptor]):
            assert ask(where, LITTLE).startswith(b"HTTP/1.1 200")
            yield where


def connected(where):
    connection = socket.create_connection(where, timeout=20)
    return closing(connection)


def ask(where, request):
    with connected(where) as client:
        client.sendall(request)
        return client.recv(4096)


def is_closed(client):
    """Whether the other side has closed the connection, on which it says nothing."""
    client.setblocking(False)
    try:
        return client.recv(1) == b""
    except BlockingIOError:
        return False
    except ConnectionResetError:
        return True


def is_served(where):
    """Whether a new connection is answered, as it is once others have been let go of."""
    try:
        return ask(where, LITTLE).startswith(b"HTTP/1.1 200")
    except ConnectionResetError:
        return False


def lasts(client):
    """Return for how many seconds the other side keeps the connection."""
    begun = time.monotonic()
    try:
        while client.recv(65536):
            pass
    except ConnectionResetError:
        pass
    return time.monotonic() - begun


def drip(client, data):
    """Send it byte by byte."""
    for byte in data:
        client.sendall(bytes([byte]))
        time.sleep(0.05)


def test_a_client_that_says_nothing_is_cut_off(address):
    with connected(address) as client:
        assert lasts(client) < 5


def test_a_client_that_drips_its_headers_is_cut_off(address):
    with connected(address) as client:
        begun = time.monotonic()
        with pytest.raises((ConnectionResetError, BrokenPipeError)):
            drip(client, b"GET / HTTP/1.1\r\nX-Slow: " + b"x" * 1000)
        assert time.monotonic() - begun < 10


def test_a_client_that_takes_nothing_is_cut_off(address):
    with connected(address) as client:
        client.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        time.sleep(3)
        received = 0
        try:
            while piece := client.recv(1024 * 1024):
                received += len(piece)
        except ConnectionResetError:
            pass
        assert received < 100 * 1024 * 1024


def test_a_client_that_takes_all_gets_all(address):
    with connected(address) as client:
        client.sendall(b"GET / HTTP/1.0\r\nHost: x\r\n\r\n")
        received = 0
        while piece := client.recv(1024 * 1024):
            received += len(piece)
        assert received > 400 * 1024 * 1024


def test_a_kept_connection_answers_again_and_again(address):
    with connected(address) as client:
        for _ in range(3):
            client.sendall(LITTLE)
            answer = b""
            while not answer.endswith(b"0\r\n\r\n"):
                piece = client.recv(4096)
                assert piece, "the connection was closed"
                answer += piece
            time.sleep(0.7)


def test_there_are_only_so_many_connections(address):
    clients = [socket.create_connection(address, timeout=20) for _ in range(30)]
    try:
        wait_until(lambda: sum(map(is_closed, clients)) >= 20)
    finally:
        for client in clients:
            client.close()
    wait_until(lambda: is_served(address))


def test_a_client_that_has_said_all_gets_its_answers_and_no_more_time(address):
    with connected(address) as client:
        client.sendall(2 * LITTLE)
        client.shutdown(socket.SHUT_WR)
        begun, received = time.monotonic(), b""
        while data := client.recv(65536):
            received += data
    assert received.count(b"HTTP/1.1 200 OK") == 2
    assert time.monotonic() - begun < keepalive / 2
