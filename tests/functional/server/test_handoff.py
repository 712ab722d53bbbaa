"""Uploads are answered by a process of their own, over whatever connection they come."""

import http.client
import json
import os
import signal
import socket
import time
from contextlib import closing, contextmanager
from hashlib import sha256
from random import Random

import psutil
import pytest

from tests.builders.gunicorn import gunicorn
from tests.builders.waiting import wait_until

SECONDS = 30
WITNESS = "tests.functional.server.witness"


class Server:
    """A running gunicorn whose application tells which process it is."""

    def __init__(self, port, process):
        self.port, self.process = port, psutil.Process(process.pid)

    def connect(self):
        return closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=SECONDS))

    def raw(self):
        return closing(socket.create_connection(("127.0.0.1", self.port), timeout=SECONDS))

    def uploader(self):
        return upload(self)["process"]

    def pids(self):
        return {each.pid for each in self.process.children()}


@contextmanager
def running(**environ):
    with socket.create_server(("127.0.0.1", 0)) as listener:
        descriptor, port = listener.fileno(), listener.getsockname()[1]
        environment = {**os.environ, **environ}
        with gunicorn(
            WITNESS, f"fd://{descriptor}", pass_fds=[descriptor], env=environment
        ) as server:
            listener.close()
            started = Server(port, server)
            upload(started)
            yield started


@pytest.fixture(scope="module")
def server():
    """One whose processes are there, even if they have had no processor for a while."""
    with running(ABSENT_AFTER="120") as started:
        wait_until(
            lambda: len(started.pids()) == 3 and started.uploader() != reader(started)
        )
        yield started


def ask(connection, method, path, body=None, **headers):
    connection.request(method, path, body, headers)
    answer = connection.getresponse()
    assert answer.status == 200
    return json.load(answer)


def upload(server, body=b"a file"):
    with server.connect() as connection:
        return ask(connection, "POST", "/legacy/", body)


def reader(server):
    with server.connect() as connection:
        return ask(connection, "GET", "/simple/")["process"]


def answers(client, number):
    """Return the answers to a client that speaks without a library."""
    said, found = b"", []
    while len(found) < number:
        while b"\r\n\r\n" not in said:
            said += received(client)
        head, _, said = said.partition(b"\r\n\r\n")
        size = int(head.lower().split(b"content-length: ")[1].split(b"\r\n")[0])
        while len(said) < size:
            said += received(client)
        found.append(json.loads(said[:size]))
        said = said[size:]
    assert said == b""
    return found


def received(client):
    data = client.recv(65536)
    assert data, "the connection was closed"
    return data


def test_one_process_answers_uploads_and_the_others_do_not(server):
    uploaders = {server.uploader() for _ in range(10)}
    readers = {reader(server) for _ in range(30)}
    assert len(uploaders) == 1
    assert not uploaders & readers
    assert uploaders | readers <= server.pids()


def test_a_connection_goes_where_each_request_belongs_and_stays_the_same(server):
    with server.connect() as connection:
        found = [
            ask(connection, "GET", "/simple/"),
            ask(connection, "POST", "/legacy/", b"1"),
            ask(connection, "POST", "/legacy/", b"2"),
            ask(connection, "GET", "/legacy/"),
            ask(connection, "POST", "/pypi", b"3"),
            ask(connection, "POST", "/legacy/", b"4"),
        ]
        port = connection.sock.getsockname()[1]
    first = server.uploader()
    assert [each["process"] == first for each in found] == [
        *(False, True, True, False, False, True)
    ]
    assert {each["client"] for each in found} == {port}
    assert [each["size"] for each in found] == [0, 1, 1, 0, 1, 1]


@pytest.mark.parametrize("size", [0, 1, 70_000, 250_000, 300_000, 20_000_000])
def test_every_byte_of_an_upload_arrives(server, size):
    body = Random(size).randbytes(size)
    said = upload(server, body)
    assert (said["size"], said["digest"]) == (size, sha256(body).hexdigest())


def test_an_upload_in_chunks_arrives(server):
    pieces = [Random(each).randbytes(50_000) for each in range(20)]
    with server.connect() as connection:
        said = ask(connection, "POST", "/legacy/", iter(pieces))
    assert said["digest"] == sha256(b"".join(pieces)).hexdigest()
    assert said["process"] == server.uploader()


def test_the_headers_go_with_the_connection(server):
    with server.connect() as connection:
        said = ask(connection, "POST", "/legacy/", b"x", Authorization="Basic eA==")
    assert said["headers"]["authorization"] == "Basic eA=="


def test_requests_that_come_at_once_are_answered_in_their_order(server):
    requests = [
        b"GET /simple/a/ HTTP/1.1\r\nHost: x\r\n\r\n",
        b"POST /legacy/ HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc",
        b"GET /simple/b/ HTTP/1.1\r\nHost: x\r\n\r\n",
        b"POST /legacy/ HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\ndefgh",
    ]
    with server.raw() as client:
        client.sendall(b"".join(requests))
        found = answers(client, 4)
    assert [each["request"] for each in found] == [
        *("GET /simple/a/", "POST /legacy/", "GET /simple/b/", "POST /legacy/")
    ]
    assert [each["size"] for each in found] == [0, 3, 0, 5]


@pytest.mark.parametrize("at", [1, 5, 9, 14, 30, 50])
def test_a_head_that_comes_in_two_pieces_is_one_request(server, at):
    request = b"POST /legacy/ HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc"
    with server.raw() as client:
        for _ in range(2):
            client.sendall(request[:at])
            time.sleep(0.1)
            client.sendall(request[at:])
            [said] = answers(client, 1)
            assert (said["request"], said["size"]) == ("POST /legacy/", 3)


def test_a_tail_in_two_pieces_is_not_taken_for_a_request_of_its_own(server):
    """The second piece looks like an upload, and is the value of a header."""
    with server.raw() as client:
        client.sendall(b"GET /simple/ HTTP/1.1\r\nHost: x\r\nX-Said: ")
        time.sleep(0.1)
        client.sendall(b"POST /legacy/ HTTP/1.1\r\n\r\n")
        [said] = answers(client, 1)
    assert said["request"] == "GET /simple/"
    assert said["headers"]["x-said"] == "POST /legacy/ HTTP/1.1"


def test_a_client_that_leaves_at_once_harms_nobody(server):
    for _ in range(50):
        with server.raw() as client:
            client.sendall(
                b"POST /legacy/ HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n"
            )
    assert upload(server)["size"] == 6


def test_no_descriptors_are_left_behind(server):
    def open_ones():
        return sum(each.num_fds() for each in server.process.children())

    before = open_ones()
    for _ in range(30):
        with server.connect() as connection:
            ask(connection, "POST", "/legacy/", b"x")
            ask(connection, "GET", "/simple/")
    wait_until(lambda: open_ones() <= before + 3)


def test_uploads_go_on_while_their_process_is_replaced():
    with running() as server:
        wait_until(lambda: len(server.pids()) == 3 and server.uploader() != reader(server))
        first = server.uploader()
        os.kill(first, signal.SIGSTOP)
        # It looks as if it was there, is given the connection, and never takes it.
        assert upload(server)["process"] != first
        os.kill(first, signal.SIGKILL)
        assert upload(server)["process"] != first
        wait_until(lambda: len(server.pids()) == 3)
        wait_until(
            lambda: server.uploader() not in {first, *(reader(server) for _ in range(9))}
        )


def test_with_fewer_processes_somebody_still_takes_uploads():
    with running() as server:
        wait_until(lambda: len(server.pids()) == 3)
        for left in (2, 1):
            server.process.send_signal(signal.SIGTTOU)
            wait_until(lambda left=left: len(server.pids()) == left)
            assert upload(server)["size"] == 6
            assert reader(server) in server.pids()


def test_there_need_be_no_process_for_uploads():
    with running(UPLOAD_WORKERS="0") as server:
        wait_until(lambda: len(server.pids()) == 2)
        assert {server.uploader() for _ in range(20)} <= server.pids()
