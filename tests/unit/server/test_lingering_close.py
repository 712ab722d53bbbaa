"""Limits of the time and the bytes of a client that was answered already."""

from warehouse.edge.slow_clients import SlowClientLimits
from warehouse.server.lingering_close import LingeringClose

LIMITS = SlowClientLimits(lingering=0.5, lingering_silence=0.2, lingering_bytes=4_000)


def test_a_silent_client_is_waited_for_for_a_while():
    assert LingeringClose(LIMITS).drop(b"") == LIMITS.lingering_silence
    assert LingeringClose(LIMITS).drop(b"x" * 1000) == LIMITS.lingering_silence


def test_only_so_many_bytes_are_dropped():
    client, piece = LingeringClose(LIMITS), bytes(1_000)
    assert [client.drop(piece) is not None for _ in range(5)] == [True] * 4 + [False]


def test_a_client_that_goes_on_sending_is_heard_only_so_long():
    moments = iter([1000.0, 1000.375, 1000.625])
    client = LingeringClose(LIMITS, clock=lambda: next(moments))
    assert client.drop(b"x") == 0.125
    assert client.drop(b"x") is None
