"""A view is spelled by its name, and by a moment that is over."""

from datetime import UTC, datetime

import pytest

from warehouse.index_views.errors import MomentInvalid, ViewNameInvalid
from warehouse.index_views.names import Spelled, read_spelled, require_name

NOW = datetime(2026, 11, 29, 12, tzinfo=UTC)


def test_a_day_is_its_end_and_a_time_is_itself():
    assert read_spelled("stable", NOW) == Spelled("stable")
    whole = datetime(2026, 11, 2, tzinfo=UTC)
    assert read_spelled("stable@2026-11-01", NOW) == Spelled("stable", whole)
    noon = datetime(2026, 11, 1, 12, tzinfo=UTC)
    for text in ("stable@2026-11-01T12:00Z", "stable@2026-11-01T12:00:00Z"):
        assert read_spelled(text, NOW) == Spelled("stable", noon)


@pytest.mark.parametrize(
    "text",
    [
        *("", "yesterday", "2026-11-29", "2026-11-29T12:00:01Z", "2026-13-01"),
        *("2026-11-01T12:00", "2026-11-01T25:00Z", "9999-12-31", "20261101"),
    ],
)
def test_moments_that_are_not_over_are_refused(text):
    with pytest.raises(MomentInvalid, match="write a day that is over"):
        read_spelled(f"stable@{text}", NOW)


def test_names_are_short_and_plain():
    assert require_name("team-7") == "team-7"
    for name in ("", "Stable", "7up", "a@b", "a/b", "-a", "a-", "a" * 51):
        with pytest.raises(ViewNameInvalid, match="small letters"):
            require_name(name)
