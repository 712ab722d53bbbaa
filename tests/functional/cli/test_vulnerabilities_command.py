"""Taking over advisories from files, directories and archives."""

import json
import zipfile

import pytest
from sqlalchemy import text

from tests.builders.wheels import wheel
from tests.factories.packaging import make_project, make_release


def osv(identifier, *versions, name="Foo"):
    package = {"ecosystem": "PyPI", "name": name}
    affected = [{"package": package, "versions": list(versions)}]
    return json.dumps({"id": identifier, "affected": affected})


@pytest.fixture
def foo(rows):
    project = make_project(rows, "foo")
    make_release(rows, project, "1.0")
    make_release(rows, project, "2.0")


@pytest.fixture
def known(rows):
    """A function that tells which releases have which vulnerability."""

    def look():
        rows.rollback()
        found = rows.execute(
            text(
                "SELECT version, vulnerability_id FROM release_vulnerabilities "
                "JOIN releases ON releases.id = release_id ORDER BY 2, 1"
            )
        )
        return [tuple(row) for row in found]

    return look


@pytest.mark.usefixtures("foo")
def test_from_everywhere_and_again(warehouse, known, tmp_path):
    folder, archive, file = tmp_path / "many", tmp_path / "all.zip", tmp_path / "d.json"
    (folder / "deep").mkdir(parents=True)
    (folder / "deep" / "a.json").write_text(osv("A", "1.0"))
    (folder / "README").write_text("not an advisory")
    with zipfile.ZipFile(archive, "w") as writer:
        writer.writestr("b.json", osv("B", "1.0", "2.0"))
        writer.writestr("c.json", osv("C", "1.0", name="nobody"))
    file.write_text(osv("D", "9.0"))
    for _ in range(2):
        answer = warehouse.run(
            "vulnerabilities", "import", *map(str, (folder, archive, file))
        )
        assert answer.exit_code == 0, answer.output
        assert "Read 4 advisories" in answer.stderr
        assert known() == [("1.0", "A"), ("1.0", "B"), ("2.0", "B")]
    (folder / "deep" / "a.json").write_text(osv("A", "2.0"))
    warehouse.good("vulnerabilities", "import", str(folder))
    assert known() == [("2.0", "A"), ("1.0", "B"), ("2.0", "B")]


def test_a_release_has_what_was_known_before_it_was_published(warehouse, known, tmp_path):
    advisory, other = tmp_path / "a.json", tmp_path / "b.json"
    advisory.write_text(osv("A", "1.0.0"))
    other.write_text(osv("B", "2.0"))
    warehouse.good("vulnerabilities", "import", str(advisory), str(other))
    (tmp_path / "foo-1.0-py3-none-any.whl").write_bytes(wheel("foo", "1.0"))
    warehouse.good("import", "directory", str(tmp_path))
    assert known() == [("1.0", "A")]
    warehouse.good("vulnerabilities", "import", str(advisory))
    assert known() == [("1.0", "A")]
    advisory.write_text(osv("A", "1.0.1"))
    warehouse.good("vulnerabilities", "import", str(advisory))
    assert known() == []


@pytest.mark.usefixtures("foo")
def test_unreadable_files_are_named_and_the_rest_imported(warehouse, known, tmp_path):
    for name, content in [("bad", "{"), ("deep", "[" * 9999), ("list", "[]"), ("ok", "")]:
        (tmp_path / f"{name}.json").write_text(content or osv("A", "1.0"))
    answer = warehouse.run("vulnerabilities", "import", str(tmp_path))
    assert answer.exit_code == 1
    assert f"{tmp_path}/bad.json: it is no JSON" in answer.stderr
    assert f"{tmp_path}/list.json: it is no object." in answer.stderr
    assert answer.stderr.endswith("Error: 3 of the files were left out.\n")
    assert known() == [("1.0", "A")]


def test_an_archive_that_is_none(warehouse, tmp_path):
    (tmp_path / "all.zip").write_bytes(b"PK")
    said = warehouse.refused("vulnerabilities", "import", str(tmp_path / "all.zip"))
    assert "all.zip: File is not a zip file" in said
    warehouse.refused("vulnerabilities", "import", "no-such-file", status=2)
