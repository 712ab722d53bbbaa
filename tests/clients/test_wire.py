"""Requests as bytes: whatever they are, an answer comes, in words."""

import re
from contextlib import suppress

import pytest

from tests.clients.test_hostile import answer, connected, head

MIB = 1024 * 1024
FORM = "Content-Type: multipart/form-data; boundary=x"


def said_to(index, request):
    """Status and text of the answer, and that the connection ends after it."""
    with connected(index) as connection:
        # What is closed while we are sending has the answer all the same.
        with suppress(OSError):
            connection.sendall(request)
        return answer(connection)


def get(index, target="/simple/", host="localhost", version="1.1", *more):
    lines = [f"GET {target} HTTP/{version}", *([f"Host: {host}"] if host else []), *more]
    request = "\r\n".join([*lines, "Connection: close", "", ""])
    return said_to(index, request.encode("latin-1"))


def test_a_host_is_needed_from_1_1_on(index):
    status, text = get(index, host=None)
    assert (status, "Host is missing" in text) == (400, True)
    with connected(index) as connection:
        connection.sendall(b"GET /simple/ HTTP/1.0\r\n\r\n")
        assert connection.recv(12) == b"HTTP/1.0 200"


@pytest.mark.parametrize("host", ["127.0.0.1:8000/x", "a\tb", 'a"b', "[::1", "a\xe4"])
def test_a_host_is_a_host(index, host):
    status, text = get(index, host=host)
    assert (status, "is no host" in text) == (400, True)


def test_there_is_one_host(index):
    status, text = get(index, "/simple/", "a", "1.1", "Host: b")
    assert (status, "Duplicate host header" in text) == (400, True)


def test_a_whole_url_is_a_path_and_a_host(index):
    status, text = get(index, f"http://localhost:{index.port}/_health/?x=1", "elsewhere")
    assert (status, '"status"' in text) == (200, True)
    status, text = get(index, "HTTP://other.example:81", "elsewhere")
    assert (status, "http://other.example:81/" in text) == (200, True)
    assert get(index, "ftp://localhost/")[0] == 400
    assert get(index, "http://a@localhost/")[0] == 400
    assert get(index, "http:///simple/")[0] == 400


@pytest.mark.parametrize(
    ("start", "status"),
    [
        (b"get / HTTP/1.1\r\nHost: a\r\n\r\n", 400),
        (b"GET / HTTP/9.9\r\nHost: a\r\n\r\n", 400),
        (b"GET /\r\n\r\n", 400),
        (b"GET / HTTP/1.1\nHost: a\n\n", 400),
        (b"\x16\x03\x01\x02\x00" * 20 + b"\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nHost: a\r\nNo colon\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nHost: a\r\nA: \x00\r\n\r\n", 400),
        (b"GET /" + b"a" * 9000 + b" HTTP/1.1\r\nHost: a\r\n\r\n", 414),
        (b"GET / HTTP/1.1\r\nHost: a\r\n" + b"A: b\r\n" * 200 + b"\r\n", 431),
        (b"GET / HTTP/1.1\r\nHost: a\r\nA: " + b"b" * 20_000 + b"\r\n\r\n", 431),
        (b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: lzma\r\n\r\n", 501),
        (
            b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: " + b"1" * 5000 + b"\r\n\r\n",
            400,
        ),
        (b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: -5\r\n\r\n", 400),
        (b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: \xb2\r\n\r\n", 400),
    ],
)
def test_bytes_that_are_no_request_are_answered_in_words(index, start, status):
    found, text = said_to(index, start + b"x" * MIB)
    assert found == status
    assert re.search(r"\r\n\r\n\d{3} [\w -]+\n\nThe request is not .+: .+ .+\.\n\Z", text)


@pytest.mark.parametrize(
    ("line", "status"), [("OPTIONS *", 404), ("CONNECT localhost:80", 404)]
)
def test_targets_that_are_no_paths_are_refused(index, line, status):
    request = f"{line} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
    assert said_to(index, request.encode())[0] == status


def test_an_offer_to_speak_something_else_is_not_taken(index):
    more = ["Upgrade: websocket", "Sec-WebSocket-Version: 13", "Sec-WebSocket-Key: eA=="]
    assert get(index, "/simple/", "a", "1.1", *more, "Connection: Upgrade")[0] == 200


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/", 405),
        ("/simple/", 405),
        ("/pypi?:action=file_upload", 410),
        ("/legacy", 308),
        ("/nothing/", 404),
        ("/help/", 405),
    ],
)
def test_a_large_body_is_answered_as_a_small_one(index, path, expected):
    lines = []
    for size in (100, 8 * MIB):
        whole = head(index, f"Content-Length: {size}", path=path) + b"x" * size
        status, text = said_to(index, whole)
        assert status == expected
        lines.append(text.split("\r\n")[0])
    assert lines[0] == lines[1]


def test_a_large_form_of_a_page_is_too_large(index):
    size = 5 * MIB
    request = head(index, f"Content-Length: {size}", path="/account/login/")
    status, text = said_to(index, request + b"x" * size)
    assert status == 413
    assert "it may have 2097152 bytes" in text


def test_a_client_that_expects_100_continue_is_answered_at_once(index):
    more = ["Expect: 100-continue", f"Content-Length: {100 * MIB}"]
    status, text = said_to(index, head(index, *more, token="pypi-wrong"))
    assert status == 403
    assert "100 Continue" not in text
    with connected(index) as connection:
        connection.sendall(head(index, *more))
        assert connection.recv(100) == b"HTTP/1.1 100 Continue\r\n\r\n"


def test_a_head_that_is_too_slow_is_told_so(index):
    with connected(index) as connection:
        connection.sendall(b"GET / HTTP/1.1\r\nHost: a\r\n")
        status, text = answer(connection)
    assert status == 408
    assert "may take 5 seconds" in text


def test_a_client_that_goes_on_after_its_answer_is_let_go_in_the_end(index):
    with connected(index, timeout=30) as connection:
        connection.sendall(head(index, f"Content-Length: {500 * MIB}", token="pypi-wrong"))
        sent = 0
        with suppress(OSError):
            while sent < 400 * MIB:
                sent += connection.send(b"x" * MIB)
    assert 100 * MIB < sent < 200 * MIB
