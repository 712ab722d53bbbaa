"""A process judges pages by the purges that it knows of."""

import time

import pytest

from warehouse.edge.invalidation import Purges
from warehouse.edge.representation import Representation


def made(*keys, position):
    return Representation(
        headers=[],
        body=b"",
        gzipped=None,
        keys=frozenset(keys),
        position=position,
        expires=time.time() + 60,
    )


def begun(**bounds):
    purges = Purges(**bounds)
    purges.begin([(10, ["a"]), (12, ["b"])], 12)
    return purges


@pytest.fixture
def purges():
    return begun()


def test_a_page_is_spared_until_one_of_its_keys_is_purged(purges):
    page = made("a", "c", position=12)
    assert purges.spared(page)
    purges.note([(13, ["b"])])
    assert purges.spared(page)
    purges.note([(14, ["c"])])
    assert not purges.spared(page)


def test_a_page_that_was_made_before_a_purge_never_becomes_fresh(purges):
    page = made("a", position=12)
    purges.note([(13, ["a"])])
    assert not purges.spared(page)
    purges.note([(14, ["z"])])
    assert not purges.spared(page)


def test_the_past_is_judged_as_far_as_it_is_known(purges):
    assert purges.spared(made("c", position=9))
    assert not purges.spared(made("a", position=9))
    assert purges.spared(made("a", position=11))
    assert not purges.spared(made("b", position=11))
    assert not purges.spared(made("c", position=8))


def test_a_page_from_the_future_of_another_database_is_not_believed(purges):
    assert not purges.spared(made("c", position=13))


def test_a_database_that_went_back_makes_everything_doubtful(purges):
    page = made("c", position=12)
    assert purges.spared(page)
    purges.begin([(3, ["x"])], 3)
    assert not purges.spared(page)


def test_everything_is_everything(purges):
    page = made("c", position=12)
    purges.note([(13, ["*"])])
    assert not purges.spared(page)
    assert purges.spared(made("c", position=13))


def test_a_forgotten_key_counts_as_purged():
    purges = begun(most_keys=100)
    untouched = made("never purged", position=12)
    purges.note((13 + number, [f"key {number}"]) for number in range(101))
    assert not purges.spared(untouched)
    assert not purges.spared(made("key 0", position=12))
    assert purges.spared(made("never purged", position=113))
    assert not purges.spared(made("key 100", position=112))


def test_an_empty_log_spares_what_was_made_since():
    purges = Purges()
    purges.begin([], 0)
    assert purges.spared(made("a", position=0))
