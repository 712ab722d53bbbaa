"""Names that can be taken for well-known ones, and names that cannot."""

import pytest

from warehouse.scanning.lookalikes import Lookalikes

KNOWN = ["requests", "numpy", "python-dateutil", "scikit-learn", "django", "six"]


@pytest.mark.parametrize(
    ("name", "other", "reason"),
    [
        ("reqeusts", "requests", "two letters in another order"),
        ("request", "requests", "one letter more or less"),
        ("requestss", "requests", "one letter more or less"),
        ("rnumpy", "numpy", "one letter more or less"),
        ("renuests", "requests", "one other letter"),
        ("nunpy", "numpy", "a key beside the right one"),
        ("djang0", "django", "letters that look alike"),
        ("python-requests", "requests", "a common word before or after it"),
        ("requests-dev", "requests", "a common word before or after it"),
        ("pyrequests", "requests", "a common word before or after it"),
        ("requests2", "requests", "a common word before or after it"),
        ("learn-scikit", "scikit-learn", "the same words in another order"),
    ],
)
def test_a_name_that_resembles_another_is_found_with_the_reason(name, other, reason):
    assert Lookalikes(KNOWN).like(name) == {other: reason}


@pytest.mark.parametrize(
    "name", ["flask", "numbers", "sis", "sixx", "requests", "re", "a-b"]
)
def test_other_names_short_ones_and_the_known_themselves_are_no_match(name):
    assert Lookalikes(KNOWN).like(name) == {}
