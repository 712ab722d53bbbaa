"""Counting in memory, and writing from time to time."""

import threading
from collections import Counter

import pytest

from tests.builders.waiting import wait_until
from warehouse.downloads.counter import DownloadCounter

NEVER = 3600


class Written(Counter):
    """Keeps all counts that are written, and refuses while it is down."""

    is_down = False

    def __call__(self, counts):
        if self.is_down:
            raise ConnectionError
        for hit, count in counts:
            self[hit.path] += count


@pytest.fixture
def written():
    return Written()


def test_counts_of_many_threads_add_up(written):
    counter = DownloadCounter(written, seconds=NEVER)

    def work():
        for number in range(5000):
            counter.count(str(number % 7), b"pip/24.0")
            if number % 1000 == 0:
                counter.flush()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for each in threads:
        each.start()
    for each in threads:
        each.join(60)
    counter.flush()
    assert written.total() == 20_000


def test_counts_are_written_by_themselves_after_some_time(written):
    counter = DownloadCounter(written, seconds=0.02)
    counter.count("a", None)
    wait_until(lambda: written["a"] == 1)


def test_a_database_that_is_away_loses_nothing(written):
    counter = DownloadCounter(written, seconds=NEVER)
    counter.count("a", None)
    written.is_down = True
    counter.flush()
    counter.count("a", None)
    written.is_down = False
    counter.flush()
    assert written == {"a": 2}


def test_memory_is_bounded_when_the_database_is_away(written):
    counter = DownloadCounter(written, seconds=NEVER)
    written.is_down = True
    for number in range(120_000):
        counter.count(str(number), None)
    written.is_down = False
    counter.flush()
    assert 50_000 <= len(written) <= 100_000


def test_nothing_is_counted_where_it_is_switched_off(written):
    counter = DownloadCounter(written, seconds=0)
    counter.count("a", None)
    counter.flush()
    assert not written


def test_a_file_counts_for_the_day_on_which_it_was_sent():
    days, now = Counter(), [86_400 * 2 - 0.5]

    def write(counts):
        for hit, count in counts:
            days[hit.day.isoformat()] += count

    counter = DownloadCounter(write, seconds=NEVER, clock=lambda: now[0])
    counter.count("a", None)
    now[0] += 1
    counter.count("a", None)
    counter.count("a", None)
    counter.flush()
    assert days == {"1970-01-02": 1, "1970-01-03": 2}
