"""`warehouse projects`: what owners and staff do, without the web."""

import pytest

from tests.factories.accounts import make_user
from tests.factories.packaging import make_file, make_project, make_release
from warehouse.packaging.models import (
    File,
    JournalEntry,
    Project,
    ProjectReader,
    Release,
)


@pytest.fixture
def project(rows):
    project = make_project(rows, "Foo.Bar")
    make_release(rows, project, "1.0")
    return project


def status(rows):
    rows.expire_all()
    return rows.query(Project).one().lifecycle_status


def test_a_release_is_yanked_and_given_back(warehouse, project, rows):
    answer = warehouse.run("projects", "yank", "foo-bar", "1.0", "--reason", "broken")
    assert (answer.exit_code, answer.stderr) == (0, "foo-bar 1.0 is yanked.\n")
    release = rows.query(Release).one()
    assert (release.yanked, release.yanked_reason) == (True, "broken")
    warehouse.good("projects", "unyank", "foo-bar", "1.0")
    rows.expire_all()
    assert not release.yanked
    actions = [entry.action for entry in rows.query(JournalEntry).order_by(JournalEntry.id)]
    assert actions[-2:] == ["yank release", "unyank release"]


@pytest.mark.parametrize(
    ("there", "back"),
    [("archive", "unarchive"), ("quarantine", "release-quarantine")],
)
def test_a_status_comes_and_goes(warehouse, project, rows, there, back):
    warehouse.good("projects", there, "foo-bar")
    assert status(rows) is not None
    warehouse.good("projects", back, "foo-bar")
    again = warehouse.refused("projects", back, "foo-bar")
    assert again.startswith("Error: Nothing was changed: Foo.Bar is ")


def test_deleting_asks_first(warehouse, project, rows):
    answer = warehouse.run("projects", "delete", "foo-bar", input="n\n")
    assert answer.exit_code == 1
    assert rows.query(Project).count() == 1
    warehouse.good("projects", "delete", "foo-bar", "--yes")
    assert rows.query(Project).count() == 0
    assert rows.query(JournalEntry).order_by(JournalEntry.id).all()[-1].action == (
        "remove project"
    )


def test_a_file_and_a_release_are_deleted(warehouse, project, rows):
    release = rows.query(Release).one()
    for filename in ("Foo.Bar-1.0.tar.gz", "foo_bar-1.0-py3-none-any.whl"):
        make_file(rows, release, filename)
    words = ("projects", "delete-file", "foo-bar", "Foo.Bar-1.0.tar.gz")
    assert warehouse.run(*words, input="n\n").exit_code == 1
    assert rows.query(File).count() == 2
    warehouse.good(*words, "--yes")
    assert [file.filename for file in rows.query(File)] == ["foo_bar-1.0-py3-none-any.whl"]
    said = warehouse.refused(*words, "--yes")
    assert said == "Error: The project Foo.Bar has no file 'Foo.Bar-1.0.tar.gz'."
    words = ("projects", "delete-release", "foo-bar", "1.0")
    assert warehouse.run(*words, input="n\n").exit_code == 1
    warehouse.good(*words, "--yes")
    assert rows.query(Release).count() == rows.query(File).count() == 0
    entries = rows.query(JournalEntry).order_by(JournalEntry.id).all()[-2:]
    assert [(entry.version, entry.action) for entry in entries] == [
        ("1.0", "remove file Foo.Bar-1.0.tar.gz"),
        ("1.0", "remove release"),
    ]


def test_nothing_in_quarantine_is_deleted(warehouse, project, rows):
    make_file(rows, rows.query(Release).one(), "Foo.Bar-1.0.tar.gz")
    warehouse.good("projects", "quarantine", "foo-bar")
    for words in (("release", "1.0"), ("file", "Foo.Bar-1.0.tar.gz")):
        said = warehouse.refused(
            "projects", f"delete-{words[0]}", "foo-bar", words[1], "--yes"
        )
        assert said.endswith("; clear the quarantine first.")
    assert rows.query(File).count() == 1


MISSING = [
    ("yank", "none", "1.0"),
    ("unyank", "none", "1.0"),
    ("archive", "none"),
    ("unarchive", "none"),
    ("quarantine", "none"),
    ("release-quarantine", "none"),
    ("delete", "none", "--yes"),
    ("delete-release", "none", "1.0", "--yes"),
    ("delete-file", "none", "none-1.0.tar.gz", "--yes"),
    ("archive", "nul\0"),
    ("archive", ""),
]


def test_a_missing_project_is_named(warehouse, project):
    for words in MISSING:
        said = warehouse.refused("projects", *words)
        assert said == f"Error: There is no project named {words[1]!r}."


def test_a_release_that_is_not_there(warehouse, project):
    for version in ("2.0", "nonsense", "", "nul\0"):
        said = warehouse.refused("projects", "yank", "foo-bar", version)
        assert said == f"Error: The project Foo.Bar has no release {version!r}."


def test_a_project_is_hidden_and_shown(warehouse, project, rows):
    warehouse.good("projects", "private", "foo-bar")
    rows.expire_all()
    assert rows.query(Project).one().is_private
    assert warehouse.refused("projects", "private", "foo-bar") == (
        "Error: Nothing was changed: Foo.Bar is so already."
    )
    warehouse.good("projects", "public", "foo-bar")
    rows.expire_all()
    assert not rows.query(Project).one().is_private
    warehouse.refused("projects", "public", "foo-bar")


def test_somebody_is_let_in_and_shut_out(warehouse, project, rows):
    make_user(rows, "ann")
    warehouse.good("projects", "let-in", "foo-bar", "ann")
    assert rows.query(ProjectReader).one().user.username == "ann"
    assert "already" in warehouse.refused("projects", "let-in", "foo-bar", "ann")
    warehouse.good("projects", "shut-out", "foo-bar", "ann")
    assert rows.query(ProjectReader).count() == 0
    assert "not let in" in warehouse.refused("projects", "shut-out", "foo-bar", "ann")
