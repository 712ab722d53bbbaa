"""Sizes and days as people say them."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warehouse.i18n.formats import binary_size, day, file_size


@pytest.mark.parametrize(
    ("size", "said"),
    [
        (None, "unknown"),
        (0, "0 B"),
        (999, "999 B"),
        (1000, "1.0 kB"),
        (1550, "1.6 kB"),
        (999_949, "999.9 kB"),
        (999_950, "1.0 MB"),
        (100 * 1024 * 1024, "104.9 MB"),
        (10**9, "1.0 GB"),
        (10**18, "1.0 EB"),
        (2**63 - 1, "9.2 EB"),
    ],
)
def test_sizes_are_rounded_and_have_a_unit(size, said):
    assert file_size(size) == said


@given(st.integers(min_value=0, max_value=2**63 - 1))
def test_a_size_is_never_longer_than_a_column(size):
    number, unit = file_size(size).split()
    assert len(number) <= 5
    assert 0 <= float(number) < 1000
    assert unit in {"B", "kB", "MB", "GB", "TB", "PB", "EB"}


def test_days_are_written_with_the_name_of_the_month():
    assert day(None) == ""
    assert day(datetime(2024, 3, 7, 23, 59, tzinfo=UTC)) == "7 Mar 2024"


@pytest.mark.parametrize(
    ("size", "said"),
    [
        (0, "0 B"),
        (246, "246 B"),
        (1024, "1 KiB"),
        (1536 * 1024, "1,536 KiB"),
        (16 << 20, "16 MiB"),
        (8 << 30, "8 GiB"),
    ],
)
def test_bounds_are_told_as_they_were_chosen(size, said):
    assert binary_size(size) == said
