"""Clients that lie, stall or never end: a clear answer, nothing kept, everybody served."""

import re
import select
import socket
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from threading import Barrier

import pytest

from tests.builders import forms
from tests.builders.wheels import wheel

MIB = 1024 * 1024
RISE = 150 * MIB


def head(index, *more, token=None, path="/legacy/", method="POST"):
    """The request line and headers of an upload."""
    headers = {
        **forms.headers(index.token if token is None else token),
        "Host": "localhost",
    }
    lines = [f"{method} {path} HTTP/1.1", *(f"{k}: {v}" for k, v in headers.items()), *more]
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


def body(name, filename=None, content=None):
    """A whole, good form."""
    filename = filename or f"{name}-1.0-py3-none-any.whl"
    content = wheel(name) if content is None else content
    return forms.body(forms.fields(filename, content, name=name), filename, content)


@contextmanager
def connected(index, timeout=60):
    with socket.create_connection(("127.0.0.1", index.port), timeout) as connection:
        yield connection


def answer(connection):
    """Status and text of what the server says, until it says no more."""
    said = b""
    try:
        while data := connection.recv(65536):
            said += data
            if b"\r\n\r\n" in said and is_whole(said):
                break
    except ConnectionError:
        pass
    found = re.match(rb"HTTP/1.1 (\d+)", said)
    return (int(found[1]) if found else None), said.decode(errors="replace")


def is_whole(said):
    start, _, rest = said.partition(b"\r\n\r\n")
    length = re.search(rb"(?i)content-length: (\d+)", start)
    return length is not None and len(rest) >= int(length[1])


def resident(index):
    """The memory that only the web processes have, in bytes."""
    return sum(each.memory_full_info().pss for each in index.web_workers())


@pytest.fixture
def kept(index):
    """Compare the files and rows before a test with those after it."""

    def look():
        counts = "SELECT (SELECT count(*) FROM projects), (SELECT count(*) FROM journals)"
        return index.blobs(), index.query(counts)

    before = look()
    yield
    deadline = time.monotonic() + 10
    while index.spooled() and time.monotonic() < deadline:
        time.sleep(0.1)
    assert index.spooled() == []
    assert look() == before


def test_a_body_that_ends_early(index, kept):
    whole = body("ho_early")
    with connected(index) as connection:
        connection.sendall(head(index, f"Content-Length: {len(whole)}"))
        connection.sendall(whole[: len(whole) // 2])
        connection.shutdown(socket.SHUT_WR)
        status, text = answer(connection)
    assert status == 400
    assert "The body ended before the form was complete." in text


def test_a_form_of_a_page_that_ends_early(index, kept):
    with connected(index) as connection:
        first = head(index, "Content-Length: 100", path="/account/login/", token="pypi-x")
        connection.sendall(first + b"half")
        connection.shutdown(socket.SHUT_WR)
        status, _ = answer(connection)
    assert status == 400


def test_a_client_that_vanishes(index, kept):
    whole = body("ho_vanished")
    with connected(index) as connection:
        connection.sendall(head(index, f"Content-Length: {len(whole)}"))
        connection.sendall(whole[: len(whole) // 2])


def test_a_length_that_is_too_short(index, kept):
    whole = body("ho_short")
    with connected(index) as connection:
        connection.sendall(head(index, f"Content-Length: {len(whole) - 50}") + whole)
        status, text = answer(connection)
    assert status == 400
    assert "The body ended before the form was complete." in text


def test_a_length_that_is_too_long(index, kept):
    whole = body("ho_long")
    with connected(index) as connection:
        connection.sendall(head(index, f"Content-Length: {len(whole) + 50}") + whole)
        connection.shutdown(socket.SHUT_WR)
        status, text = answer(connection)
    assert status == 400
    assert "The body ended before" in text


@pytest.mark.parametrize(
    "headers",
    [
        ("Content-Length: -1",),
        ("Content-Length: 5, 6",),
        ("Content-Length: abc",),
        ("Content-Length: 5", "Content-Length: 6"),
        ("Content-Length: 5", "Transfer-Encoding: chunked"),
        ("Transfer-Encoding: gzip, chunked, identity",),
    ],
)
def test_lengths_that_are_none_are_refused(index, kept, headers):
    with connected(index) as connection:
        connection.sendall(head(index, *headers) + body("ho_none"))
        status, text = answer(connection)
    assert status == 400
    assert "Traceback" not in text


def test_no_length_at_all(index, kept):
    with connected(index) as connection:
        connection.sendall(head(index) + body("ho_without"))
        status, _ = answer(connection)
    assert status == 400


def test_chunks_that_make_no_sense(index, kept):
    with connected(index) as connection:
        connection.sendall(head(index, "Transfer-Encoding: chunked") + b"zz\r\nabc\r\n")
        status, text = answer(connection)
    assert status == 400
    assert "Traceback" not in text


def endless(connection, piece, limit):
    """Send chunks of a body until the server speaks or is gone; how many bytes it took."""
    chunk = b"%x\r\n%s\r\n" % (len(piece), piece)
    sent = 0
    connection.settimeout(30)
    try:
        while sent < limit and not has_spoken(connection):
            connection.sendall(chunk)
            sent += len(piece)
    except OSError:
        pass
    return sent


def has_spoken(connection):
    """Whether something can be read: who sends on after that may never read it."""
    return bool(select.select([connection], [], [], 0)[0])


@pytest.mark.parametrize(
    ("token", "expected", "words"),
    [
        ("", 400, "The form is too large"),
        ("pypi-nonsense", 403, "Invalid or non-existent authentication information"),
    ],
    ids=["owner", "stranger"],
)
def test_a_field_without_end(index, kept, token, expected, words):
    before = resident(index)
    start = forms.multipart([forms.part("name", "x")])[:-8]
    with connected(index) as connection:
        first = head(index, "Transfer-Encoding: chunked", token=token or None)
        connection.sendall(first + b"%x\r\n%s\r\n" % (len(start), start))
        sent = endless(connection, b"x" * MIB, 400 * MIB)
        grown = resident(index) - before
        status, text = answer(connection)
    assert sent < 200 * MIB
    assert status == expected
    assert words in text
    assert grown < RISE


def test_headers_without_end(index, kept):
    with connected(index) as connection:
        connection.sendall(b"POST /legacy/ HTTP/1.1\r\nHost: localhost\r\n")
        for number in range(20_000):
            if has_spoken(connection):
                break
            connection.sendall(b"X-%d: %s\r\n" % (number, b"x" * 1000))
        status, text = answer(connection)
    assert status == 431
    assert "Traceback" not in text


def test_silent_clients_do_not_keep_others_from_being_served(index, kept):
    """More of them than there are threads; each is cut off after a while."""
    starts = [
        b"",
        b"GET /simple/ HTTP/1.1\r\nHost: loc",
        head(index, "Content-Length: 999"),
    ]
    with ExitStack() as stack:
        silent = [stack.enter_context(connected(index)) for _ in range(48)]
        for number, each in enumerate(silent):
            each.sendall(starts[number % 3])
        time.sleep(1)
        begun = time.monotonic()
        assert index.get("/simple/", timeout=90)[0] == 200
        assert time.monotonic() - begun < 45
        assert index.answers_within(60) < 60


def send(index, payload):
    with connected(index) as connection:
        connection.sendall(head(index, f"Content-Length: {len(payload)}") + payload)
        return answer(connection)


def at_once(index, payloads):
    barrier = Barrier(len(payloads))

    def one(payload):
        barrier.wait(60)
        return send(index, payload)

    with ThreadPoolExecutor(len(payloads)) as pool:
        return list(pool.map(one, payloads))


def test_of_two_files_of_one_name_one_wins(index):
    for number in range(3):
        name = f"ho_twice{number}"
        contents = [wheel(name, extra={f"{name}/x.py": bytes([each])}) for each in b"ab"]
        filename = f"{name}-1.0-py3-none-any.whl"
        answers = at_once(index, [body(name, filename, each) for each in contents])
        statuses = [status for status, _ in answers]
        assert sorted(statuses) == [200, 400]
        refusal = answers[statuses.index(400)][1]
        assert "File already exists" in refusal.split("\r\n")[0]
        url = index.files(name.replace("_", "-"))[filename]["url"]
        assert index.download(url) == contents[statuses.index(200)]


def test_two_may_begin_one_project(index):
    for number in range(3):
        name = f"ho_began{number}"
        files, payloads = set(), []
        for version in ("1.0", "2.0"):
            filename, content = f"{name}-{version}-py3-none-any.whl", wheel(name, version)
            values = forms.fields(filename, content, name=name, version=version)
            files.add(filename)
            payloads.append(forms.body(values, filename, content))
        assert [status for status, _ in at_once(index, payloads)] == [200, 200]
        assert set(index.files(name.replace("_", "-"))) == files
        roles = (
            "SELECT count(*) FROM roles JOIN projects p ON p.id = project_id WHERE p.name ="
        )
        assert index.query(f"{roles} '{name}'") == [(1,)]
