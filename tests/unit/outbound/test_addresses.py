"""Strangers have nothing connected to that is not public."""

import pytest

from warehouse.outbound.addresses import may_connect

PUBLIC = ["1.1.1.1", "93.184.215.14", "2606:4700::1111", "2a00:1450:4001::1"]
PRIVATE = [
    "10.1.2.3",
    "127.0.0.1",
    "127.255.0.9",
    "172.31.0.1",
    "192.168.1.1",
    "100.64.0.1",
]
PRIVATE += ["::1", "fd12:3456::1", "fc00::1"]
NEVER = ["0.0.0.0", "0.1.2.3", "169.254.169.254", "fd00:ec2::254", "fd20:ce::254"]
NEVER += ["168.63.129.16", "100.100.100.200", "192.0.0.192", "fe80::1", "fe80::1%eth0"]
NEVER += ["224.0.0.1", "239.1.1.1", "255.255.255.255", "240.0.0.1", "ff02::1", "::"]
NEVER += ["::ffff:127.0.0.1", "::ffff:8.8.8.8", "::127.0.0.1", "64:ff9b::7f00:1"]
NEVER += [
    "64:ff9b:1::a00:1",
    "2002:7f00:1::",
    "2001::1",
    "2001:db8::1",
    "fec0::1",
    "100::1",
]
NEVER += [
    "192.0.2.1",
    "198.18.0.1",
    "192.88.99.1",
    "3fff::1",
    "5f00::1",
    "",
    "localhost",
    "1",
]


@pytest.mark.parametrize("address", PUBLIC)
def test_public_addresses_are_connected_to(address):
    assert may_connect(address)


@pytest.mark.parametrize("address", PRIVATE)
def test_private_addresses_need_a_setting(address):
    assert not may_connect(address)
    assert may_connect(address, private=True)


@pytest.mark.parametrize("address", NEVER)
def test_other_addresses_are_never_connected_to(address):
    assert not may_connect(address)
    assert not may_connect(address, private=True)
