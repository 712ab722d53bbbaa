"""Knowing which names are not there, in little memory and without a mistake."""

import asyncio
import time
from contextlib import nullcontext

import pytest

from tests.unit.edge.running import run
from warehouse.edge.name_hashes import NameHashes


class Letters:
    """A list of what a test has put into it."""

    def __init__(self, *names):
        self.names = list(names)
        self.read_times = 0

    def name_of(self, key):
        return key.removeprefix("it/") if key.startswith("it/") else None

    def normalized(self, text):
        return text.lower()

    def is_complete(self, db):
        return True

    def is_upset_by(self, key):
        return key == "all"

    def read(self, db):
        self.read_times += 1
        yield self.names


class NoSessions:
    """A list needs no database."""

    reading = nullcontext


async def until(condition):
    deadline = time.monotonic() + 10
    while not condition():
        assert time.monotonic() < deadline
        await asyncio.sleep(0.01)


@pytest.fixture
def living():
    """Runs a story over hashes that is kept."""

    def live_through(source, story):
        async def live():
            known_names = NameHashes(source, NoSessions())
            keeping = asyncio.create_task(known_names.keep())
            await until(lambda: known_names.lacks("never"))
            await story(known_names)
            keeping.cancel()

        run(live())

    return live_through


def test_nothing_is_lacking_before_the_first_reading():
    assert not NameHashes(Letters(), NoSessions()).lacks("a")


def test_a_name_neither_read_nor_heard_is_lacking(living):
    async def story(known_names):
        assert [known_names.lacks(name) for name in "abc"] == [False, False, True]
        known_names.heard(["it/c", "other/d", "it/a"])
        assert [known_names.lacks(name) for name in "abcd"] == [False, False, False, True]

    living(Letters("a", "b"), story)


def test_lost_names_are_read_anew(living):
    source = Letters("a")

    async def story(known_names):
        source.names.append("b")
        known_names.lost()
        assert not known_names.lacks("never")
        await until(lambda: known_names.lacks("never"))
        assert not known_names.lacks("b")
        assert source.read_times == 2

    living(source, story)


def test_a_name_heard_during_the_reading_is_kept():
    release = asyncio.Event()

    class Slow(Letters):
        def read(self, db):
            heard.set()
            asyncio.run_coroutine_threadsafe(release.wait(), loop[0]).result(10)
            yield self.names

    async def live():
        loop.append(asyncio.get_running_loop())
        known_names = NameHashes(Slow("a"), NoSessions())
        keeping = asyncio.create_task(known_names.keep())
        await until(heard.is_set)
        known_names.heard(["it/late"])
        release.set()
        await until(lambda: known_names.lacks("never"))
        assert not known_names.lacks("late")
        keeping.cancel()

    loop, heard = [], asyncio.Event()
    run(live())


def test_a_million_names_take_a_few_megabytes(living):
    names = [f"name-{number}" for number in range(1_000_000)]

    async def story(known_names):
        taken = len(known_names._hashes) * known_names._hashes.itemsize
        assert taken == 4_000_000
        assert not any(known_names.lacks(name) for name in names[::1000])
        unsure = sum(not known_names.lacks(f"other-{number}") for number in range(100_000))
        assert unsure < 200

    living(Letters(*names), story)
