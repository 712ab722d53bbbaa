"""Spelling keys in a header, and dividing them among several calls."""

from warehouse.cdn.interface import MOST_BYTES, MOST_KEYS, batches
from warehouse.http.caching.surrogate_keys import spelled


def test_ordinary_keys_are_spelled_as_they_are():
    for key in ("project/flask", "user/ann", "all-projects", "*", "project/zope.x_y-z"):
        assert spelled(key) == key


def test_separators_and_bytes_that_no_header_may_hold_are_encoded():
    assert spelled("user/a b") == "user/a%20b"
    assert spelled("user/a,b") == "user/a%2Cb"
    assert spelled("user/é\n") == "user/%C3%A9%0A"


def test_many_short_keys_are_limited_by_their_number():
    found = list(batches([f"k{n}" for n in range(600)]))
    assert [len(batch) for batch in found] == [MOST_KEYS, MOST_KEYS, 600 - 2 * MOST_KEYS]
    assert len({key for batch in found for key in batch}) == 600


def test_long_keys_are_limited_by_the_length_of_the_header():
    found = list(batches([f"project/{n:090}" for n in range(256)]))
    assert len(found) > 1
    assert all(len(" ".join(batch)) <= MOST_BYTES for batch in found)
    assert sum(map(len, found)) == 256


def test_nothing_is_no_call():
    assert list(batches([])) == []
