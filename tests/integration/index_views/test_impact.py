"""A dry run says what a page would show, for all projects or for as many as it may."""

from datetime import UTC, datetime

import pytest

from tests.factories.packaging import make_file, make_project, make_release
from warehouse.index_views.impact import impact
from warehouse.index_views.own import OwnProjects
from warehouse.index_views.reading import read_rule
from warehouse.index_views.showing import SeenView, project_rows, seen_project
from warehouse.index_views.sources import Sources

NOW = datetime.now(UTC)


class Elsewhere(OwnProjects):
    """Another source, which happens to have the same files."""

    name = "elsewhere"


@pytest.fixture
def sources(db):
    for name in ("alpha", "beta"):
        release = make_release(db, make_project(db, name), "1.0")
        make_file(db, release, f"{name}-1.0.tar.gz")
        make_file(db, release, f"{name}-1.0-py3-none-any.whl")
    made = Sources()
    made.add(OwnProjects())
    made.add(Elsewhere())
    return made


def test_a_rule_is_compared_with_the_one_before(db, sources):
    old, new = read_rule("only-wheels = true"), read_rule("deny = ['alpha']")
    found = impact(db, sources, old, new, NOW)
    assert (found.files, found.shown, found.appear, found.vanish) == (4, 2, 1, 1)
    alpha, beta = found.changes
    assert (alpha.project, alpha.vanish) == ("alpha", ("alpha-1.0-py3-none-any.whl",))
    assert (beta.project, beta.appear) == ("beta", ("beta-1.0.tar.gz",))
    assert found.is_whole


def test_a_first_rule_is_compared_with_all_there_is(db, sources):
    found = impact(db, sources, None, read_rule("only-wheels = true"), NOW)
    assert (found.appear, found.vanish) == (0, 2)


def test_a_dry_run_ends_where_it_is_told_to(db, sources):
    found = impact(db, sources, None, read_rule("only-wheels = true"), NOW, most=2)
    assert (found.files, found.is_whole) == (2, False)


def test_files_of_one_name_count_once_and_the_first_source_counts(db, sources):
    old = read_rule("")
    both = read_rule("sources = ['elsewhere', 'own', 'gone']\nyanked = false")
    found = impact(db, sources, old, both, NOW)
    assert (found.files, found.shown, found.changes) == (4, 4, [])
    view = SeenView("both", 1, "", both)
    seen = seen_project(db, sources, view, "alpha", NOW)
    assert [each.source.name for each in seen.files] == ["elsewhere", "elsewhere"]
    assert [each.name for each in project_rows(db, sources, view)] == ["alpha", "beta"]
