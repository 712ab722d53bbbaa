"""Counting by who can choose between addresses."""

import pytest

from warehouse.edge.concurrency import ClientLimits, ConcurrencyLimit, network
from warehouse.settings import ClientLimitSettings

LIMITS = ClientLimitSettings(connections_per_address=2, uploads_per_address=2, uploads=3)


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
    assert (network(one) == network(other)) is is_same
    assert len(network(other)) <= 60


def test_a_client_that_leaves_makes_room():
    limit = ConcurrencyLimit(2, 3)
    for _ in range(3):
        limit.enter("192.0.2.1")
    assert limit.is_exceeded_by("192.0.2.1")
    assert not limit.is_exceeded_by("192.0.2.2")
    assert not limit.is_exceeded
    limit.enter("192.0.2.2")
    assert limit.is_exceeded
    for _ in range(3):
        limit.leave("192.0.2.1")
    assert not limit.is_exceeded
    assert (len(limit), limit.of("192.0.2.1")) == (1, 0)


@pytest.mark.parametrize(
    ("trusted", "address"),
    [(0, "192.0.2.9"), (1, "192.0.2.2"), (2, "192.0.2.1"), (3, "192.0.2.9")],
)
def test_the_address_is_the_one_that_trusted_proxies_forward(trusted, address):
    headers = [(b"x-forwarded-for", b"192.0.2.1"), (b"x-forwarded-for", b"192.0.2.2")]
    scope = {"headers": headers, "client": ("192.0.2.9", 1)}
    client_limits = ClientLimits(LIMITS, trusted)
    assert client_limits.address_of(scope) == address
    assert client_limits.counts_connections is (trusted == 0)
