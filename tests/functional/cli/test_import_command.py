"""Bringing other indexes over: every file through the checks, once, with its time."""

import os
from datetime import UTC, datetime

import pytest
from sqlalchemy import text

from tests.builders.sdists import sdist
from tests.builders.wheels import wheel

WHEEL = "example-1.0-py3-none-any.whl"


@pytest.fixture
def folder(tmp_path):
    """A folder of two good files, one of them deeper, and others."""
    found = tmp_path / "dists"
    (found / "deeper").mkdir(parents=True)
    (found / ".hidden").mkdir()
    (found / WHEEL).write_bytes(wheel())
    (found / "deeper" / "example-1.0.tar.gz").write_bytes(sdist())
    (found / ".hidden" / "other-1.0-py3-none-any.whl").write_bytes(wheel("other"))
    (found / "notes.txt").write_text("no distribution")
    return found


@pytest.fixture
def files(rows):
    """A function that tells of the files that are here, as their columns say."""

    def look(*columns):
        rows.rollback()
        query = f"SELECT {', '.join(columns)} FROM release_files ORDER BY filename"
        return [tuple(row) for row in rows.execute(text(query))]

    return look


def test_a_folder_is_brought_over_once(warehouse, files, folder):
    answer = warehouse.run("import", "directory", str(folder))
    assert answer.exit_code == 0, answer.output
    assert "2 files were added to 1 projects; 0 are here already" in answer.stderr
    assert files("filename") == [(WHEEL,), ("example-1.0.tar.gz",)]

    answer = warehouse.run("import", "directory", str(folder))
    assert answer.exit_code == 0
    assert "0 files were added to 1 projects; 2 are here already" in answer.stderr


def test_times_of_files_are_those_of_uploads_if_told(warehouse, files, folder, rows):
    for path in (folder / WHEEL, folder / "deeper" / "example-1.0.tar.gz"):
        os.utime(path, (86400, 86400))
    warehouse.good("import", "directory", str(folder), "--dry-run")
    assert files("filename") == []

    warehouse.good("import", "directory", str(folder), "--times-from-files")
    day = datetime(1970, 1, 2, tzinfo=UTC).replace(tzinfo=None)
    assert files("upload_time") == [(day,), (day,)]
    assert rows.execute(text("SELECT created FROM releases")).scalar() == day


def test_a_refused_file_does_not_stop_the_others(warehouse, files, folder):
    (folder / "aaa-1.0-py3-none-any.whl").write_bytes(b"no archive")
    (folder / "old-1.0.egg").write_bytes(wheel())
    (folder / "turtle-1.0-py3-none-any.whl").write_bytes(wheel("turtle"))
    answer = warehouse.run("import", "directory", str(folder))
    assert answer.exit_code == 1
    said = [line for line in answer.stderr.splitlines() if "refused: " in line]
    assert len(said) == 3
    assert "aaa-1.0-py3-none-any.whl" in said[0]
    assert "Invalid file extension" in said[1]
    assert "Standard Library" in said[2]
    assert "2 files were added" in answer.stderr
    assert len(files("filename")) == 2


def test_links_to_nowhere_and_pipes_are_no_files(warehouse, files, folder):
    (folder / "bad-1.0-py3-none-any.whl").symlink_to(folder / "absent")
    os.mkfifo(folder / "pipe-1.0-py3-none-any.whl")
    answer = warehouse.run("import", "directory", str(folder), "--times-from-files")
    assert answer.exit_code == 1
    assert "bad-1.0-py3-none-any.whl: refused: It cannot be read: No such" in answer.stderr
    assert "pipe-1.0-py3-none-any.whl: refused: It is no file." in answer.stderr
    assert len(files("filename")) == 2


def test_a_folder_of_pypiserver_is_brought_over(warehouse, files, folder):
    warehouse.good("import", "pypiserver", str(folder))
    assert len(files("filename")) == 2


def test_a_folder_that_is_no_export_is_refused(warehouse, folder):
    assert "devpi-export writes one" in warehouse.refused("import", "devpi", str(folder))


def test_other_bytes_of_a_known_name_are_refused(warehouse, files, folder):
    warehouse.good("import", "directory", str(folder))
    before = files("sha256_digest")
    (folder / WHEEL).write_bytes(wheel(extra={"example/more.py": b"more = 1\n"}))
    answer = warehouse.run("import", "directory", str(folder))
    assert answer.exit_code == 1
    assert f"{WHEEL}: refused: File already exists" in answer.stderr
    assert files("sha256_digest") == before


def test_new_projects_have_the_owner_that_is_named(warehouse, rows, folder, ann):
    assert "no account" in warehouse.refused(
        "import", "directory", str(folder), "--owner", "x"
    )
    warehouse.good("import", "directory", str(folder), "--owner", ann)
    query = "SELECT username, role_name FROM roles JOIN users ON users.id = user_id"
    assert [tuple(row) for row in rows.execute(text(query))] == [("ann", "Owner")]
