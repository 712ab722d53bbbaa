"""Core metadata is found in wheels as they are made; strangers' archives cost little."""

import io
import struct
import zipfile

import pytest

from tests.builders.wheels import members, wheel, zipped
from warehouse.upstreams.wheels import metadata_inside

TWO = {"a-1.dist-info/METADATA": b"Name: a", "b-1.dist-info/METADATA": b"Name: b"}
WHEEL = wheel("a", "1.0")


def with_directory_of(data, size):
    return data[:-10] + struct.pack("<L", size) + data[-6:]


def test_a_wheel_says_what_it_is():
    found = metadata_inside(io.BytesIO(WHEEL))
    assert found == members("a", "1.0")["a-1.0.dist-info/METADATA"]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"x" * 100,
        WHEEL[:-1],
        WHEEL[:60] + b"?" * 40 + WHEEL[100:],
        WHEEL + b"more",
        zipped(TWO),
        zipped({"METADATA": b"Name: a"}),
        zipped({"a-1.dist-info/METADATA": b"Name: a"}, compression=zipfile.ZIP_LZMA),
        zipped({"a-1.dist-info/METADATA": b"x" * 9_000_000}),
        with_directory_of(WHEEL, 5_000_000),
        WHEEL[:-42] + b"PK\x06\x07" + WHEEL[-38:],
    ],
)
def test_others_say_nothing(data):
    assert metadata_inside(io.BytesIO(data)) is None
