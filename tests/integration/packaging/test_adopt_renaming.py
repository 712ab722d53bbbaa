"""Projects of a legacy database whose names are one name today."""

import pytest
from sqlalchemy import select

from tests.builders.legacy import APRIL_2015, nasty
from warehouse.adoption import AdoptionRefused, adopt
from warehouse.db import migrate
from warehouse.packaging.models import Project


@pytest.fixture
def colliding(tmp_path):
    """A dump with pairs of projects whose names are one name today."""
    legacy = nasty(APRIL_2015)
    for number in range(7):
        legacy.project(f"pair-{number}", "1.0", owner="Ann")
        legacy.project(f"pair.{number}", "1.0", "2.0", owner="Ann")
    return legacy.write(tmp_path / "colliding.sql")


def test_every_pair_of_colliding_names_is_named_at_once(fresh_database, colliding):
    with pytest.raises(AdoptionRefused, match="7 projects have names that are one") as no:
        adopt(fresh_database, dump=colliding)
    assert all(f"pair-{number} and pair.{number}" in str(no.value) for number in range(7))
    assert "--rename OLD=NEW" in str(no.value)


def test_projects_come_under_the_names_that_are_given(fresh_database, session, colliding):
    names = {f"pair.{number}": f"other.{number}" for number in range(7)}
    report = adopt(fresh_database, dump=colliding, renamed=names)
    others = session.scalars(select(Project).where(Project.name.like("other.%"))).all()
    assert sorted(each.name for each in others) == sorted(names.values())
    assert [len(each.releases) for each in others] == [2] * 7
    assert all(each.roles for each in others)
    changed = {each.what: each.rows for each in report.changed}
    assert changed["rows that name 'pair.0' and name 'other.0' now"] == 4


@pytest.mark.parametrize(
    ("names", "problem"),
    [
        ({"nobody": "somebody"}, "no project 'nobody'"),
        ({"pair.0": "pair_1"}, "one name today"),
        ({"pair.0": "-"}, "not valid"),
    ],
)
def test_a_name_that_cannot_be_given_changes_nothing(
    fresh_database, colliding, names, problem
):
    with pytest.raises(AdoptionRefused, match=problem):
        adopt(fresh_database, dump=colliding, renamed=names)
    assert migrate.current(fresh_database) is None
