"""Pauses between two editions of a list."""

import pytest

from warehouse.edge.editions import LAG_SECONDS, _pause_after


@pytest.mark.parametrize("spent", [0.001, 0.05, 0.1, 0.2, 0.3])
def test_a_purge_as_an_edition_begins_is_shown_within_the_lag(spent):
    assert spent + _pause_after(spent) + spent < LAG_SECONDS


def test_readers_have_most_of_the_time_while_uploads_follow_one_another():
    assert _pause_after(0.05) > 10 * 0.05


def test_a_list_that_takes_long_is_made_again_nearly_at_once():
    assert _pause_after(5.0) == 0.05
