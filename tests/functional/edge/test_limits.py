"""Limits by address reach those who have an answer made, and nobody else."""

import pytest

from tests.functional.edge.limited import REFUSED

OTHER = "192.0.2.2"


@pytest.fixture
def edge(start_edge):
    return start_edge(include="tests.functional.edge.limited", TRUSTED_PROXIES="1")


def test_an_address_is_limited_until_the_answer_is_stored(edge):
    assert edge.get("/limited/", x_forwarded_for=REFUSED).status == 429
    assert edge.get("/limited/", x_forwarded_for=OTHER).body == b"for everyone"
    edge.tally.clear()
    assert edge.get("/limited/", x_forwarded_for=REFUSED).body == b"for everyone"
    assert edge.tally["hit"] == 1


def test_nobody_is_refused_for_another_address(edge):
    clients = ({"x_forwarded_for": each} for each in (REFUSED, OTHER, OTHER))
    found = edge.get_at_once("/limited/", *clients)
    assert [each.status for each in found] == [429, 200, 200]


def test_an_address_that_is_refused_is_told_so_each_time(edge):
    clients = [{"x_forwarded_for": REFUSED}] * 9
    found = edge.get_at_once("/limited/", *clients)
    assert {each.status for each in found} == {429}
