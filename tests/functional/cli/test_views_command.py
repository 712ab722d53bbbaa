"""`warehouse views`: every change is tried first, has a reason, and is kept."""

import pytest
from sqlalchemy import select

from tests.factories.packaging import make_file, make_project, make_release
from tests.factories.upstreams import make_upstream_project
from warehouse.events.models import StaffAction
from warehouse.index_views.models import IndexView, IndexViewPin
from warehouse.upstreams.models import UpstreamFile

ADD = ("views", "add", "stable", "-", "--reason", "for builds")
EDIT = ("views", "edit", "stable", "-", "--reason", "more of it")


@pytest.fixture
def foo(rows):
    """A project with a wheel and an sdist."""
    release = make_release(rows, make_project(rows, "foo"), "1.0")
    make_file(rows, release, "foo-1.0.tar.gz")
    make_file(rows, release, "foo-1.0-py3-none-any.whl")


@pytest.fixture
def stable(warehouse, foo):
    """A view of wheels."""
    return warehouse.good(*ADD, "--yes", input="only-wheels = true\n")


def test_a_view_is_made_after_a_dry_run(warehouse, stable, rows):
    assert "It shows 1 of 2 files; 0 would appear and 1 would vanish." in stable
    assert "- foo-1.0.tar.gz" in stable
    [listed] = warehouse.rows("views", "list")
    assert (listed["name"], listed["version"], listed["by"]) == ("stable", 1, "system")
    assert warehouse.good("views", "show", "stable") == "only-wheels = true\n"
    [action] = rows.scalars(select(StaffAction))
    assert (action.action, action.subject_name) == ("view.create", "stable")
    assert action.after["document"] == "only-wheels = true\n"


def test_a_changed_rule_is_a_version_of_its_own(warehouse, stable):
    told = warehouse.good(*EDIT, "--yes", input="yanked = false\n")
    assert "+ foo-1.0.tar.gz" in told
    versions = warehouse.rows("views", "history", "stable")
    assert [(each["version"], each["reason"]) for each in versions] == [
        (2, "more of it"),
        (1, "for builds"),
    ]
    show = ("views", "show", "stable", "--version")
    assert warehouse.good(*show, "1") == "only-wheels = true\n"
    assert "has no version 7" in warehouse.refused(*show, "7")
    said = warehouse.run(*EDIT, "--yes", input="yanked = false\n")
    assert "has this rule already" in said.stderr


def test_files_that_views_keep_are_told_in_numbers(warehouse, stable, rows):
    make_upstream_project(rows, "abroad", "abroad-1.0.tar.gz", "abroad-2.0.tar.gz")
    keeping = 'sources = ["upstreams"]\nkeep-files = true\n'
    told = warehouse.good(*EDIT, "--yes", input=keeping)
    assert "at most 2 files with 0.0 MiB. Views keep 0.0 MiB already, of 7,680.0" in told
    assert warehouse.rows("upstreams", "pins") == []
    view = rows.scalars(select(IndexView)).one()
    for key, has_file in zip(
        rows.scalars(select(UpstreamFile.id)), (True, False), strict=True
    ):
        rows.add(IndexViewPin(view_id=view.id, file_id=key, has_file=has_file))
    rows.commit()
    [row] = warehouse.rows("upstreams", "pins")
    assert row.pop("no room since") is None
    assert row == {"kept by": "view stable", "files": 1, "metadata": 1, "bytes": 1024}
    warehouse.good(*EDIT, "--yes", input="yanked = false\n")
    assert warehouse.rows("upstreams", "pins") == []


def test_a_view_is_deleted_with_its_rules(warehouse, stable):
    words = ("views", "delete", "stable", "--reason", "x")
    assert warehouse.run(*words, input="n\n").exit_code == 1
    assert len(warehouse.rows("views", "list")) == 1
    warehouse.good(*words, "--yes")
    assert warehouse.rows("views", "list") == []
    assert "no view named 'stable'" in warehouse.refused(*words)


def test_a_check_writes_nothing(warehouse, stable, tmp_path):
    rule = tmp_path / "rule.toml"
    rule.write_text("deny = ['foo']\n")
    for name in ("stable", "another"):
        told = warehouse.good("views", "check", name, str(rule))
        assert "It shows 0 of 2 files" in told
    assert len(warehouse.rows("views", "list")) == 1
    assert len(warehouse.rows("views", "history", "stable")) == 1


def test_nothing_is_changed_unless_it_is_confirmed(warehouse, foo, tmp_path):
    rule = tmp_path / "rule.toml"
    rule.write_text("")
    words = ("views", "add", "stable", str(rule), "--reason", "x")
    assert warehouse.run(*words, input="n\n").exit_code == 1
    assert warehouse.rows("views", "list") == []
    warehouse.good(*words, input="y\n")
    assert len(warehouse.rows("views", "list")) == 1


def test_mistakes_are_explained(warehouse, stable):
    said = warehouse.refused(*EDIT, "--yes", input="cooldown-dais = 7\nyanked = 1\n")
    assert "Did you mean 'cooldown-days'?" in said
    assert "1 is neither true nor false" in said
    said = warehouse.run(*ADD, "--yes", input="").stderr
    assert "There is a view named 'stable' already" in said
    for words in (("show",), ("history",)):
        assert "no view named 'nope'" in warehouse.refused("views", *words, "nope")
