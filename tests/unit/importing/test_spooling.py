"""Copies of files on their way in."""

import pytest

from warehouse.forklift.spool import BOUNDS
from warehouse.importing import FileUnreadable
from warehouse.importing.spooling import spooled
from warehouse.importing.values import Found


def test_a_file_without_an_end_is_given_up(tmp_path):
    found = Found(
        filename="x", where="x", copy=lambda sink: sink.write(bytes(BOUNDS.kept + 1))
    )
    with pytest.raises(FileUnreadable, match="has more than"), spooled(found, tmp_path):
        pytest.fail("it was taken")
    assert list(tmp_path.iterdir()) == []
