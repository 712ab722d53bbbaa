"""The order of names with numbers in them."""

from warehouse.packaging.ordering import natural_key


def test_numbers_are_compared_as_numbers():
    names = ["cpython 3.10", "CPython 3.9", "cpython 3.09", "cpython 10", "Cpython"]
    assert sorted(names, key=natural_key) == [
        "Cpython",
        "CPython 3.9",
        "cpython 3.09",
        "cpython 3.10",
        "cpython 10",
    ]


def test_numbers_may_have_any_length():
    long = "9" * 5000
    assert sorted([long + "1", long, "10", "\u0663"], key=natural_key)[1:3] == [
        long,
        long + "1",
    ]
