"""Restarting programs that ended, and reporting those that never last."""

import itertools

from warehouse.embedded.restarts import Restarts


def test_pauses_grow_to_minutes_and_no_further():
    restarts = Restarts()
    pauses = [restarts.end(now=0, started=0) for _ in range(20)]
    assert pauses[0] < 1
    assert all(later >= sooner for sooner, later in itertools.pairwise(pauses))
    assert pauses[-2:] == [300, 300]


def test_the_third_death_in_a_row_is_told():
    restarts = Restarts()
    told = []
    for _ in range(5):
        restarts.end(now=1, started=0)
        told.append((restarts.is_failing, restarts.has_just_failed))
    assert told == [(False, False)] * 2 + [(True, True)] + [(True, False)] * 2


def test_a_run_that_lasted_begins_a_new_row():
    restarts = Restarts()
    pauses = [restarts.end(now=100, started=0) for _ in range(5)]
    assert set(pauses) == {pauses[0]}
    assert not restarts.is_failing


def test_recovery_is_told_once_and_not_before_it_lasts():
    restarts = Restarts()
    for _ in range(3):
        restarts.end(now=0, started=0)
    assert not restarts.recovers(now=100, started=0)
    restarts.due = None
    assert [restarts.recovers(now, started=10) for now in (11, 39, 41, 42)] == [
        False,
        False,
        True,
        False,
    ]


def test_a_program_that_ended_with_another_is_restarted_without_delay():
    restarts = Restarts()
    for _ in range(5):
        restarts.excuse(now=7)
    assert (restarts.due, restarts.is_failing) == (7, False)
