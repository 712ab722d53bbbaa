"""A bounded cache holds no more bytes than it may, whatever is put into it."""

from warehouse.http.bounded_cache import BoundedCache


def test_long_values_are_not_remembered():
    memory = BoundedCache(10_000, longest=100)
    memory.put("a", 1, 101)
    assert memory.get("a") is None
    memory.put("a", 1, 100)
    assert memory.get("a") == 1


def test_there_are_never_more_bytes_than_said():
    memory = BoundedCache(100_000, longest=1000)
    for number in range(10_000):
        memory.put(number, number, 900)
        assert memory.size <= 100_000 + 1500
        assert memory.get(number) == number
    assert len(memory) < 100


def test_saying_the_same_again_takes_nothing_more():
    memory = BoundedCache(100_000, longest=1000)
    for _ in range(1000):
        memory.put("a", 1, 900)
    assert memory.size < 2000
