"""Stored responses are joined once while the clock stands still, and only so many."""

from warehouse.edge.representation import ReadyResponse
from warehouse.server.server import FinishedResponses

DATE = b"Date: Sun, 29 Nov 2026 02:21:42 GMT\r\n"


def test_a_response_is_joined_once() -> None:
    finished = FinishedResponses(DATE)
    ready = ReadyResponse(b"HTTP/1.1 200 OK\r\n", b"body")
    whole = finished.written(ready)
    assert whole == b"HTTP/1.1 200 OK\r\n" + DATE + b"\r\nbody"
    assert finished.written(ready) is whole


def test_responses_with_equal_bytes_are_not_taken_for_each_other() -> None:
    finished = FinishedResponses(DATE)
    for number in range(100):
        body = b"%d" % number
        assert finished.written(ReadyResponse(b"", body)).endswith(b"\r\n" + body)


def test_only_a_megabyte_of_responses_is_remembered() -> None:
    finished = FinishedResponses(DATE)
    large = [ReadyResponse(b"%d" % number, bytes(300_000)) for number in range(5)]
    first = [finished.written(each) for each in large]
    again = [finished.written(each) for each in large]
    assert first == again
    assert [one is other for one, other in zip(first, again, strict=True)] == [
        True, True, True, False, False,
    ]  # fmt: skip
