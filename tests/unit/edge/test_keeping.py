"""Parts as bytes."""

import pytest

from warehouse.edge import deflating
from warehouse.edge.keeping import Kept, unpacked

KEPT = Kept(
    7,
    ["", "m"],
    [
        {"json": deflating.part(b'"a"'), "html": deflating.part(b"<a>a</a>")},
        {"json": deflating.part(b""), "html": deflating.part(b"<a>z</a>")},
    ],
)


def test_what_is_packed_is_unpacked() -> None:
    assert unpacked(KEPT.packed()) == KEPT


@pytest.mark.parametrize("where", [0, 5, 40, 60, -1])
def test_what_was_changed_is_refused(where: int) -> None:
    data = bytearray(KEPT.packed())
    data[where] ^= 1
    with pytest.raises(ValueError, match="nobody packed"):
        unpacked(bytes(data))


@pytest.mark.parametrize("data", [b"", b"x", b"x" * 100])
def test_rubbish_is_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match="nobody packed"):
        unpacked(data)
