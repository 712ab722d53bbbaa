"""The store of one process, which is bounded in bytes."""

import time

from warehouse.edge.representation import Representation
from warehouse.edge.store import LocalStore


def made(size):
    return Representation(
        headers=[],
        body=bytes(size - 2048),
        gzipped=None,
        keys=frozenset(),
        position=1,
        expires=time.time() + 60,
    )


def test_the_store_never_grows_beyond_its_capacity():
    store = LocalStore(100_000)
    for number in range(100):
        store.put(str(number), made(10_000))
        assert store.size <= 100_000
    assert len(store) == 10
    assert store.get("99") is not None
    assert store.get("0") is None


def test_a_used_answer_stays():
    store = LocalStore(100_000)
    for number in range(10):
        store.put(str(number), made(10_000))
    store.get("3").was_used = True
    for number in range(10, 18):
        store.put(str(number), made(10_000))
    assert store.get("3") is not None
    assert store.get("2") is None


def test_replacing_and_dropping_count():
    store = LocalStore(100_000)
    store.put("a", made(10_000))
    store.put("a", made(20_000))
    assert store.size == 20_000
    store.drop("a")
    store.drop("a")
    assert (store.size, len(store)) == (0, 0)


def test_an_answer_as_large_as_the_store_is_not_stored():
    store = LocalStore(100_000)
    store.put("small", made(10_000))
    store.put("large", made(30_000))
    assert store.get("large") is None
    assert store.get("small") is not None
