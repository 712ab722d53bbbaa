"""Threads that look into files, and the share that each network of clients has of them."""

from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait

import pytest

from warehouse.contents.gate import ContentsBusy, Gate, ShareTaken

ONE, TWO, THREE = "192.0.2.1", "192.0.2.2", "192.0.2.3"


def refused(gate, network, error):
    with pytest.raises(error), gate.entered(network):
        pytest.fail("there was no place")


def entered(gate, network):
    with gate.entered(network):
        return True


def test_readers_who_find_no_place_are_told_so():
    gate = Gate(most=1, waiting=1, seconds=0.01)
    with gate.entered(ONE):
        refused(gate, TWO, ContentsBusy)
    with gate.entered(TWO):
        pass


def test_no_thread_waits_where_others_wait_already():
    gate = Gate(most=1, waiting=0, seconds=60)
    with gate.entered(ONE):
        refused(gate, TWO, ContentsBusy)


def test_one_client_leaves_a_place_to_others():
    gate = Gate(seconds=0.01)
    with gate.entered(ONE):
        refused(gate, ONE, ShareTaken)
        with gate.entered(TWO):
            refused(gate, THREE, ContentsBusy)
            refused(gate, ONE, ContentsBusy)


def test_no_more_than_one_thread_waits_for_one_client():
    gate = Gate(seconds=60)
    with ThreadPoolExecutor(2) as pool:
        with gate.entered(ONE):
            both = [pool.submit(entered, gate, ONE) for _ in range(2)]
            refused, others = wait(both, timeout=10, return_when=FIRST_COMPLETED)
            assert [type(each.exception()) for each in refused] == [ShareTaken]
            assert entered(gate, TWO)
            assert not any(each.done() for each in others)
        assert [each.result(10) for each in others] == [True]


def test_clients_without_an_address_share_nothing_but_the_gate():
    gate = Gate(seconds=0.01)
    with gate.entered(""), gate.entered(""):
        refused(gate, "", ContentsBusy)


def test_nothing_is_remembered_of_those_who_have_left():
    gate = Gate(seconds=0.01)
    for _ in range(3):
        with gate.entered(ONE):
            refused(gate, ONE, ShareTaken)
