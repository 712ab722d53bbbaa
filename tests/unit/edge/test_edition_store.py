"""Parts as bytes."""

import pytest

from warehouse.edge import gzip_members
from warehouse.edge.edition_store import StoredParts, unpacked

KEPT = StoredParts(
    7,
    ["", "m"],
    [
        {"json": gzip_members.member(b'"a"'), "html": gzip_members.member(b"<a>a</a>")},
        {"json": gzip_members.member(b""), "html": gzip_members.member(b"<a>z</a>")},
    ],
)


def test_packed_parts_are_unpacked() -> None:
    assert unpacked(KEPT.packed()) == KEPT


@pytest.mark.parametrize("where", [0, 5, 40, 60, -1])
def test_changed_bytes_are_refused(where: int) -> None:
    data = bytearray(KEPT.packed())
    data[where] ^= 1
    with pytest.raises(ValueError, match="nobody packed"):
        unpacked(bytes(data))


@pytest.mark.parametrize("data", [b"", b"x", b"x" * 100])
def test_rubbish_is_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match="nobody packed"):
        unpacked(data)
