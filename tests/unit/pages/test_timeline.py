"""Releases on a line of time."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from warehouse.pages.timeline import MARGIN, WIDTH, timeline_of

START = datetime(2019, 6, 1, tzinfo=UTC)


@dataclass
class Release:
    version: str
    created: datetime
    is_prerelease: bool = False
    yanked: bool = False


def after(days, version="1", **kind):
    return Release(version, START + timedelta(days=days), **kind)


def test_one_release_draws_nothing_nor_do_many_of_one_moment():
    assert timeline_of([after(0)]) is None
    assert timeline_of([after(0), after(0)]) is None


def test_the_first_and_the_last_stand_at_the_ends():
    drawn = timeline_of([after(800, "2"), after(0, "1"), after(400, "1.5")])
    assert [mark.x for mark in drawn.marks] == [MARGIN, WIDTH / 2, WIDTH - MARGIN]
    assert [year for _, year in drawn.years] == [2020, 2021]
    assert all(MARGIN < x < WIDTH - MARGIN for x, _ in drawn.years)


def test_kinds_are_told_apart_at_one_place():
    drawn = timeline_of(
        [
            after(0, "1"),
            after(0, "2", yanked=True),
            after(0, "3rc1", is_prerelease=True),
            after(9, "4"),
        ]
    )
    assert sorted(mark.kind for mark in drawn.marks) == ["", "", "prerelease", "yanked"]


def test_thousands_of_releases_draw_a_bounded_number_of_marks_and_labels():
    drawn = timeline_of([after(day, str(day)) for day in range(9_000)])
    assert len(drawn.marks) < 200
    assert len(drawn.years) <= 12
    assert max(len(mark.versions) for mark in drawn.marks) <= 8
    assert max(mark.radius for mark in drawn.marks) <= 10
