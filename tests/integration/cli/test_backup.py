"""A whole index in one file, restored into an empty directory."""

import tarfile
from contextlib import contextmanager

import psycopg
import pytest
from click.testing import CliRunner

from warehouse.cli import main
from warehouse.embedded import services

pytestmark = pytest.mark.timeout(120)


@pytest.fixture(autouse=True)
def environment(monkeypatch):
    for name in ("DATABASE_URL", "REDIS_URL", "WAREHOUSE_DATA", "FILES_BACKEND"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def full(tmp_path):
    """A data directory with a row and two files."""
    data = tmp_path / "full"
    with connected(data) as connection:
        connection.execute("CREATE EXTENSION citext")
        connection.execute("CREATE TABLE projects (name citext PRIMARY KEY)")
        connection.execute("INSERT INTO projects VALUES ('Flask')")
    (data / "files" / "ab" / "cd").mkdir(parents=True)
    (data / "files" / "ab" / "cd" / "flask-1.0.tar.gz").write_bytes(b"sdist" * 1000)
    (data / "files" / "empty").touch()
    return data


@contextmanager
def connected(data):
    with (
        services(data, {}) as environment,
        psycopg.connect(environment["DATABASE_URL"].replace("+psycopg", "")) as connection,
    ):
        yield connection


def run(*words: object, **environ: str) -> str:
    """Return what the command prints when it succeeds, or its error."""
    result = CliRunner().invoke(main, [str(word) for word in words], env=environ)
    assert (result.exit_code == 0) != result.output.startswith("Error: "), result.output
    return result.output


def test_a_backup_is_restored(full, tmp_path):
    file = tmp_path / "index.tar.gz"
    assert "the database and 2 files" in run("backup", file, "--data", full)
    assert file.stat().st_mode & 0o777 == 0o600
    assert "the database and 2 files" in run("restore", file, "--data", tmp_path / "new")

    restored = tmp_path / "new" / "files" / "ab" / "cd" / "flask-1.0.tar.gz"
    assert restored.read_bytes() == b"sdist" * 1000
    with connected(tmp_path / "new") as connection:
        rows = connection.execute("SELECT name FROM projects WHERE name = 'flask'")
        assert rows.fetchall() == [("Flask",)]


def test_existing_files_and_databases_are_never_overwritten(full, tmp_path):
    file = tmp_path / "index.tar.gz"
    run("backup", file, "--data", full)
    assert "exists already" in run("backup", file, "--data", full)
    assert "The database is not empty" in run("restore", file, "--data", full)

    (tmp_path / "new" / "files").mkdir(parents=True)
    (tmp_path / "new" / "files" / "mine").touch()
    assert "is not empty" in run("restore", file, "--data", tmp_path / "new")


def test_a_damaged_file_changes_nothing(full, tmp_path):
    file = tmp_path / "index.tar.gz"
    run("backup", file, "--data", full)
    content = bytearray(file.read_bytes())
    file.write_bytes(content[: len(content) // 2])
    assert "no backup we can use" in run("restore", file, "--data", tmp_path / "new")
    file.write_bytes(b"not a tar")
    assert "no backup we can use" in run("restore", file, "--data", tmp_path / "new")
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize("name", ["../evil", "files/../../evil", "/evil", "files//evil"])
def test_members_that_lead_elsewhere_are_refused(tmp_path, name):
    (tmp_path / "evil").write_text("evil")
    with tarfile.open(tmp_path / "index.tar.gz", "w:gz") as archive:
        member = tarfile.TarInfo(name)
        archive.addfile(member)
    said = run("restore", tmp_path / "index.tar.gz", "--data", tmp_path / "new")
    assert "strange member" in said


def test_files_in_an_object_store_stay_there(full, tmp_path):
    file = tmp_path / "index.tar.gz"
    said = run("backup", file, "--data", full, FILES_BACKEND="s3", S3_BUCKET="files")
    assert "not in this backup" in said
    assert "has no files" in run("restore", file, "--data", tmp_path / "new")


def test_a_place_that_does_not_exist_is_one_sentence(full, tmp_path):
    said = run("backup", tmp_path / "no" / "index.tar.gz", "--data", full)
    assert said.count("\n") == 1
    assert "No such file or directory" in said


def test_only_the_newest_backups_of_a_folder_are_kept(full, tmp_path):
    folder = tmp_path / "backups"
    folder.mkdir()
    for day in ("20200101T000000Z", "20200102T000000Z"):
        (folder / f"warehouse-{day}.tar.gz").touch()
    (folder / "notes.txt").touch()
    said = run("backup", folder, "--keep", 2, "--data", full)
    assert "Deleted" in said
    names = {path.name for path in folder.iterdir()}
    assert len(names) == 3
    assert {"notes.txt", "warehouse-20200102T000000Z.tar.gz"} < names


def test_a_hook_is_run_with_the_backup_and_its_failure_is_told(full, tmp_path):
    copy = tmp_path / "copy.tar.gz"
    hook = f'cp "$WAREHOUSE_BACKUP" {copy}'
    run("backup", tmp_path / "a.tar.gz", "--data", full, "--hook", hook)
    assert copy.read_bytes() == (tmp_path / "a.tar.gz").read_bytes()
    words = ["backup", str(tmp_path / "b.tar.gz"), "--data", str(full), "--hook", "exit 3"]
    failed = CliRunner().invoke(main, words)
    assert failed.exit_code == 1
    assert "is written, but the command ended with status 3" in failed.output
    assert (tmp_path / "b.tar.gz").exists()


def test_a_backup_is_verified_without_being_used(full, tmp_path):
    file = tmp_path / "index.tar.gz"
    run("backup", file, "--data", full)
    assert "is whole: the database and 2 files" in run("backup", "verify", file)
    damaged = bytearray(file.read_bytes())
    damaged[len(damaged) // 2] ^= 255
    file.write_bytes(damaged)
    assert "is no backup we can use" in run("backup", "verify", file)


def test_a_folder_is_no_file_to_write(full, tmp_path):
    assert "is a folder: name a file" in run("backup", tmp_path, "--data", full)
