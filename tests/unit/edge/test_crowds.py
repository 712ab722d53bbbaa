"""Counting by who can choose between addresses."""

import pytest

from warehouse.edge.crowds import Crowd, household
from warehouse.edge.doors import Doors
from warehouse.settings import DoorSettings

LIMITS = DoorSettings(connections_per_address=2, uploads_per_address=2, uploads=3)


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        ("192.0.2.1", "192.0.2.1", True),
        ("192.0.2.1", "192.0.2.2", False),
        ("::ffff:192.0.2.1", "192.0.2.1", True),
        ("2001:db8::1", "2001:db8::ffff:1", True),
        ("2001:db8:0:1::1", "2001:db8:0:2::1", False),
        ("fe80::1%eth0", "fe80::2", True),
        ("x" * 100, "x" * 10_000, True),
    ],
)
def test_a_network_of_ipv6_is_one_household(one, other, is_same):
    assert (household(one) == household(other)) is is_same
    assert len(household(other)) <= 60


def test_who_leaves_makes_room():
    crowd = Crowd(2, 3)
    for _ in range(3):
        crowd.enter("192.0.2.1")
    assert crowd.is_too_much_of("192.0.2.1")
    assert not crowd.is_too_much_of("192.0.2.2")
    assert not crowd.is_too_much
    crowd.enter("192.0.2.2")
    assert crowd.is_too_much
    for _ in range(3):
        crowd.leave("192.0.2.1")
    assert not crowd.is_too_much
    assert (len(crowd), crowd.of("192.0.2.1")) == (1, 0)


@pytest.mark.parametrize(
    ("trusted", "address"),
    [(0, "192.0.2.9"), (1, "192.0.2.2"), (2, "192.0.2.1"), (3, "192.0.2.9")],
)
def test_the_address_is_the_one_that_trusted_proxies_forward(trusted, address):
    headers = [(b"x-forwarded-for", b"192.0.2.1"), (b"x-forwarded-for", b"192.0.2.2")]
    scope = {"headers": headers, "client": ("192.0.2.9", 1)}
    doors = Doors(LIMITS, trusted)
    assert doors.address_of(scope) == address
    assert doors.counts_connections is (trusted == 0)
