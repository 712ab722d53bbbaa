"""Few threads wait for upstreams, and none for its place once they are slow."""

import threading
import time
from contextlib import ExitStack

import pytest

from warehouse.upstreams.gate import GateFull, UpstreamGate


def test_a_place_is_waited_for_while_upstreams_are_fast():
    gate = UpstreamGate(most=2, seconds=5)
    with ExitStack() as stack:
        stack.enter_context(gate.entered())
        inner = ExitStack()
        inner.enter_context(gate.entered())
        threading.Timer(0.1, inner.close).start()
        began = time.monotonic()
        stack.enter_context(gate.entered())
        assert 0.05 < time.monotonic() - began < 3


def test_nobody_waits_for_a_place_once_they_are_slow():
    gate = UpstreamGate(most=1, seconds=0.1)
    with gate.entered():
        began = time.monotonic()
        with pytest.raises(GateFull), gate.entered():
            pass
        assert time.monotonic() - began >= 0.1
        began = time.monotonic()
        with pytest.raises(GateFull), gate.entered():
            pass
        assert time.monotonic() - began < 0.08
    with gate.entered():
        pass
