"""Files over connections: sent by the kernel, whole or in part, and stopped at once."""

import socket
import threading
import time
from contextlib import closing
from http.client import HTTPConnection
from pathlib import Path

import pytest
from sqlalchemy import select

from tests.factories.packaging import make_file, make_project, make_release
from tests.fixtures.web import ask
from warehouse.packaging.locations import metadata_path
from warehouse.packaging.models import File
from warehouse.storage import LocalStorage

CONTENT = bytes(range(256)) * 20_000
OFTEN_DIFFERENT = {"Date", "Server"}


@pytest.fixture
def sessions(edge):
    return edge.sessions


@pytest.fixture
def storage(edge_environment):
    return LocalStorage(Path(edge_environment["FILES_PATH"]))


@pytest.fixture
def path(sessions, storage, tmp_path):
    """Publish a file of five megabytes and return its path."""
    with sessions.transaction() as transaction:
        db = transaction.session
        offered = {"metadata_file_sha256_digest": "a" * 64, "metadata_read": True}
        release = make_release(db, make_project(db, "Foo"))
        made = make_file(db, release, "foo-1.0.tar.gz", **offered)
        source = tmp_path / "source"
        source.write_bytes(CONTENT)
        storage.put(made.path, source)
        source.write_bytes(b"Name: Foo")
        storage.put(metadata_path(made.path), source)
        return f"/packages/{made.path}"


def change(sessions, model, **values):
    """Change the only row of a table; returns when nobody may see it as it was."""
    with sessions.transaction() as transaction:
        row = transaction.session.scalars(select(model)).one()
        for name, value in values.items():
            setattr(row, name, value)


def comparable(answer):
    headers = {name: value for name, value in answer.getheaders()}
    return {name.lower(): headers[name] for name in headers.keys() - OFTEN_DIFFERENT}


def test_the_kernel_sends_what_the_application_would(web, path):
    with closing(web.connect()) as connection:
        first = ask(connection, path)
        assert (first.status, first.content) == (200, CONTENT)
        for _ in range(3):
            again = ask(connection, path)
            assert (again.status, again.content) == (200, CONTENT)
            assert comparable(again) == comparable(first)
        assert ask(connection, f"{path}.metadata").content == b"Name: Foo"
        assert ask(connection, "/_health/").status == 200
        assert ask(connection, path).content == CONTENT


@pytest.mark.parametrize(
    ("wanted", "start", "stop"),
    [
        ("bytes=0-9", 0, 10),
        ("bytes=0-", 0, len(CONTENT)),
        ("bytes=-100", len(CONTENT) - 100, len(CONTENT)),
        ("bytes=1500000-3500000", 1_500_000, 3_500_001),
        ("bytes=5000-99999999", 5000, len(CONTENT)),
    ],
)
def test_a_range_is_sent_by_messages_and_by_the_kernel(web, path, wanted, start, stop):
    """The first is sent as messages, the others by the kernel, with the same headers."""
    with closing(web.connect()) as connection:
        answers = [ask(connection, path, range=wanted) for _ in range(3)]
    for answer in answers:
        assert (answer.status, answer.content) == (206, CONTENT[start:stop])
        assert answer.headers["Content-Range"] == f"bytes {start}-{stop - 1}/{len(CONTENT)}"
        assert answer.headers["Content-Length"] == str(stop - start)
        assert comparable(answer) == comparable(answers[0])


def test_ranges_that_only_the_application_understands(web, path):
    web.get(path)
    several = web.get(path, range="bytes=0-3, -5")
    assert several.status == 206
    assert several.headers["Content-Type"].startswith("multipart/byteranges")
    assert web.get(path, range=f"bytes={len(CONTENT)}-").status == 416
    nonsense = web.get(path, range="lines=1-2")
    assert (nonsense.status, nonsense.content) == (200, CONTENT)


def test_head_and_other_methods(web, path):
    for _ in range(2):
        head = web.get(path, method="HEAD")
        assert (head.status, head.content) == (200, b"")
        assert head.headers["Content-Length"] == str(len(CONTENT))
        assert web.get(path, method="OPTIONS").status == 204
        assert web.get(path, method="POST").status == 405
        web.get(path)


def test_the_connection_ends_when_the_client_says_so(web, path):
    web.get(path)
    for asked in (path, "/simple/foo/"):
        web.get(asked)
        with closing(socket.create_connection(("127.0.0.1", web.port), 10)) as client:
            request = f"GET {asked} HTTP/1.1\r\nHost: index.example\r\nConnection: close"
            client.sendall(f"{request}\r\n\r\n".encode())
            received = b""
            while piece := client.recv(1 << 20):
                received += piece
        head, _, body = received.partition(b"\r\n\r\n")
        assert b"connection: close" in head.lower()
        assert f"content-length: {len(body)}" in head.decode().lower()


def test_requests_sent_in_one_go_are_answered_in_order(web, path):
    web.get(path), web.get("/simple/foo/")
    once = "GET {} HTTP/1.1\r\nHost: index.example\r\n{}\r\n"
    asked = [once.format(path, "Range: bytes=0-9\r\n"), once.format("/simple/foo/", "")] * 3
    asked.append(once.format(path, "Connection: close\r\n"))
    with closing(socket.create_connection(("127.0.0.1", web.port), 10)) as client:
        client.sendall("".join(asked).encode())
        received = b""
        while piece := client.recv(1 << 20):
            received += piece
    assert received.count(b"HTTP/1.1 206") == 3
    assert received.count(b"Links for foo</h1>") == 3
    assert received.endswith(CONTENT)


def test_a_deleted_file_is_not_sent_any_more(web, path, sessions, storage):
    assert web.get(path).status == web.get(path).status == 200
    with sessions.transaction() as transaction:
        transaction.session.delete(transaction.session.scalars(select(File)).one())
    assert storage.stat(path.removeprefix("/packages/"))
    assert web.get(path).status == web.get(f"{path}.metadata").status == 404


def test_bytes_that_are_gone_are_not_found(web, path, storage):
    assert web.get(path).status == web.get(path).status == 200
    storage.delete(path.removeprefix("/packages/"))
    assert web.get(path).status == 404


def test_a_slow_client_gets_all_and_holds_nobody_up(web, path):
    web.get(path)
    with closing(HTTPConnection("127.0.0.1", web.port, timeout=20)) as slow:
        slow.connect()
        slow.sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 65_536)
        slow.request("GET", path, headers={"Host": "index.example"})
        time.sleep(0.2)
        begun = time.monotonic()
        assert web.get(path).content == CONTENT
        assert time.monotonic() - begun < 5
        assert slow.getresponse().read() == CONTENT


def test_clients_that_leave_in_the_midst_do_no_harm(web, path):
    web.get(path)

    def leave():
        with closing(socket.create_connection(("127.0.0.1", web.port), 10)) as client:
            client.sendall(f"GET {path} HTTP/1.1\r\nHost: index.example\r\n\r\n".encode())
            client.recv(1000)

    leaving = [threading.Thread(target=leave) for _ in range(20)]
    for each in leaving:
        each.start()
    for each in leaving:
        each.join(30)
    assert not any(each.is_alive() for each in leaving)
    assert web.get(path).content == CONTENT


def test_pages_too_are_written_at_once_as_they_are_by_messages(web, path):
    with closing(web.connect()) as connection:
        for headers in ({}, {"accept_encoding": "gzip"}):
            first, again = (ask(connection, "/simple/foo/", **headers) for _ in range(2))
            assert again.content == first.content
            assert comparable(again) == comparable(first)
            tag = first.headers["ETag"]
            known = ask(connection, "/simple/foo/", if_none_match=tag, **headers)
            assert (known.status, known.content) == (304, b"")
            assert known.headers["ETag"] == tag
            head = ask(connection, "/simple/foo/", method="HEAD", **headers)
            assert comparable(head) == comparable(first)
            assert head.content == b""
