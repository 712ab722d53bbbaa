"""Rows that are asked for by texts that no row can have, and lists with an end."""

from tests.factories.packaging import make_file, make_project, make_release
from warehouse.packaging import queries


def test_no_file_has_a_name_with_nul(db):
    project = make_project(db, "foo")
    file = make_file(db, make_release(db, project), "foo-1.0.tar.gz")
    asked = {"project": "foo", "python_version": "source", "filename": file.filename}
    assert queries.place_of(db, file.path) is not None
    assert queries.file_of(db, project, file.filename) is file
    assert queries.file_named(db, **asked) is file
    assert queries.place_of(db, f"{file.path}\0") is None
    assert queries.file_of(db, project, f"{file.filename}\0") is None
    assert queries.file_named(db, **asked | {"python_version": "source\0"}) is None


def test_a_part_of_all_projects_begins_after_one_name_and_ends_with_another(db):
    for name in ("a", "b", "c", "d"):
        make_project(db, name)

    def names(**bounds):
        return [row.name for row in queries.some_projects(db, **bounds)]

    assert sorted(names(after="a", until="c")) == ["b", "c"]
    assert sorted(names(after="a", until=None)) == ["b", "c", "d"]
