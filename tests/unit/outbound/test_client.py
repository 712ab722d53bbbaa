"""One request reaches what was checked and nothing else, and always comes to an end."""

import socket
import ssl
import struct
import threading
import time

import pytest

from tests.builders.certificates import certificate
from tests.builders.receivers import receiver
from warehouse.outbound import OutboundClient, Target, Unanswered, resolve


def target(port, scheme="http", host="hooks.example"):
    return Target("", scheme, host, port, "/in?x=1")


def client(*answers, **options):
    """A client whose resolver has a name mean another thing each time it is asked."""
    waiting = list(answers or [["127.0.0.1"]])
    return OutboundClient(
        private=True, **{"resolver": lambda host, port: waiting.pop(0), **options}
    )


def refused(post, *arguments):
    with pytest.raises(Unanswered) as caught:
        post(*arguments, {}, b"{}")
    return str(caught.value)


@pytest.fixture
def there():
    with receiver() as found:
        yield found


def test_a_request_is_sent_with_the_name(there):
    there.answer = b"HTTP/1.1 201 Made\r\nX-A: b\r\nContent-Length: 2\r\n\r\nhi"
    answer = client().post(target(there.port), {"X-Own": "1"}, b"body")
    assert (answer.status, answer.reason, answer.body) == (201, "Made", b"hi")
    assert ("X-A", "b") in answer.headers
    (call,) = there.calls
    assert (call.path, call.body) == ("/in?x=1", b"body")
    assert call.headers["Host"] == f"hooks.example:{there.port}"
    assert call.headers["X-Own"] == "1"


def test_a_name_that_changes_its_meaning_is_asked_once(there):
    answers = [["127.0.0.1"], ["169.254.169.254"]]
    found = client(*answers)
    assert found.post(target(there.port), {}, b"").status == 204
    assert "169.254.169.254, which is not" in refused(found.post, target(there.port))
    assert len(there.calls) == 1


@pytest.mark.parametrize(
    ("private", "addresses"),
    [
        (False, ["127.0.0.1"]),
        (False, ["93.184.215.14", "10.0.0.1"]),
        (True, ["127.0.0.1", "169.254.169.254"]),
        (True, ["::ffff:127.0.0.1"]),
        (True, ["0.0.0.0"]),
    ],
)
def test_one_bad_address_is_enough(there, private, addresses):
    found = OutboundClient(private=private, resolver=lambda host, port: addresses)
    assert "not a public address" in refused(found.post, target(there.port))
    assert there.calls == []


def test_a_name_without_an_address():
    def unknown(host, port):
        raise socket.gaierror(-2, "Name or service not known")

    assert "has no address: " in refused(client(resolver=unknown).post, target(80))
    assert "has no address" in refused(client([]).post, target(80))


def test_the_next_address_is_tried(there):
    answers = ["127.9.9.9", "127.0.0.1"]
    assert client(answers).post(target(there.port), {}, b"").status == 204
    assert "127.9.9.9, port" in refused(client(answers[:1]).post, target(there.port))


def test_redirects_are_answers_and_not_followed(there):
    place = f"http://127.0.0.1:{there.port}/secret"
    there.answer = f"HTTP/1.1 302 Found\r\nLocation: {place}\r\n\r\n".encode()
    assert client().post(target(there.port), {}, b"").status == 302
    assert len(there.calls) == 1


def test_no_more_is_read_than_is_kept(there):
    there.answer = b"HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n" + b"a" * 99999
    assert client(most_bytes=10).post(target(there.port), {}, b"").body == b"a" * 10


def endless(*pieces, pause=0.1):
    def write(file):
        for piece in pieces:
            file.write(piece)
        while True:
            time.sleep(pause)
            file.write(b"a")

    return write


@pytest.mark.parametrize(
    "answer",
    [
        endless(),
        endless(b"HTTP/1.1 200 OK\r\nX: "),
        endless(b"HTTP/1.1 200 OK\r\n\r\n"),
        lambda file: [file.write(b"HTTP/1.1 100 Continue\r\n\r\n") for _ in iter(int, 1)],
        lambda file: time.sleep(3),
    ],
)
def test_an_answer_that_never_ends_is_cut(there, answer):
    there.answer = answer
    begun = time.monotonic()
    found = client(seconds=0.5)
    assert "no whole answer within 0.5" in refused(found.post, target(there.port))
    assert time.monotonic() - begun < 2.5


@pytest.mark.parametrize(
    "answer",
    [b"", b"nonsense\r\n\r\n", b"HTTP/1.1 200 OK\r\n" + b"A: b\r\n" * 200 + b"\r\n"],
)
def test_an_answer_that_is_none(there, answer):
    there.answer = answer
    assert refused(client().post, target(there.port))


def test_no_time_is_left_for_the_next_address(there):
    found = client(["127.0.0.1"], seconds=0)
    assert "no whole answer" in refused(found.post, target(there.port))


def test_certificates_must_be_valid_for_the_name(tmp_path):
    files = certificate(tmp_path, "127.0.0.1")
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(files.certificate, files.key)
    trusting = ssl.create_default_context(cafile=str(files.certificate))
    with receiver(server) as there:
        here = target(there.port, "https", "127.0.0.1")
        assert client(tls=trusting).post(here, {}, b"").status == 204
        assert "certificate is not valid" in refused(client().post, here)
        elsewhere = target(there.port, "https")
        assert "not valid" in refused(client(tls=trusting).post, elsewhere)
        assert len(there.calls) == 1


class Waiting(ssl.SSLContext):
    """TLS that begins when the other side is gone already."""

    def wrap_socket(self, *arguments, **options):
        time.sleep(0.2)
        return super().wrap_socket(*arguments, **options)


# Python 3.11 leaves closing what was half wrapped to the end of its last reference.
@pytest.mark.filterwarnings("ignore:.*SSLSocket")
def test_a_connection_that_is_reset_before_tls_begins_is_no_answer():
    with socket.create_server(("127.0.0.1", 0)) as server:

        def reset():
            connection, _address = server.accept()
            now = struct.pack("ii", 1, 0)
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, now)
            connection.close()

        thread = threading.Thread(target=reset)
        thread.start()
        here = target(server.getsockname()[1], "https")
        said = refused(client(tls=Waiting(ssl.PROTOCOL_TLS_CLIENT)).post, here)
        thread.join(10)
    assert said.startswith("127.0.0.1, port")


def test_names_are_resolved_by_the_system():
    assert "127.0.0.1" in resolve("localhost", 80)


def fed(port):
    """Status and parts of all that is at a target."""
    parts = []
    with client(most_bytes=2).opened(target(port), {}) as answer:
        answer.feed(parts.append)
    return answer.status, parts


def test_all_of_a_body_is_fed_to_a_sink(there):
    there.answer = b"HTTP/1.1 200 OK\r\nContent-Length: 600000\r\n\r\n" + b"x" * 600_000
    status, parts = fed(there.port)
    assert status == 200
    assert (b"".join(parts), len(parts) > 1) == (b"x" * 600_000, True)


def test_a_body_that_ends_too_early_is_no_answer(there):
    there.answer = b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhi"
    with pytest.raises(Unanswered, match="last 3 bytes of the answer are missing"):
        fed(there.port)


def test_the_beginning_of_a_body_that_ends_too_early_is_an_answer(there):
    there.answer = b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n"
    answer = client().get(target(there.port), {})
    assert (answer.status, answer.body) == (200, b"")
