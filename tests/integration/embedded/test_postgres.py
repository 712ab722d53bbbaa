"""One cluster: made whole or not at all, and started over whatever a crash left."""

import os
from contextlib import ExitStack

import psycopg
import pytest

from warehouse.embedded import DataDirectory, EmbeddedError, Postgres, running


@pytest.fixture
def data(tmp_path):
    directory = DataDirectory.at(tmp_path / "var")
    directory.create()
    yield directory
    directory.forget_sockets()


@pytest.fixture
def start(data):
    with ExitStack() as stack:

        def begin() -> Postgres:
            postgres = Postgres(data.postgres, data.sockets())
            stack.enter_context(running(postgres.program(), data.run, lambda *said: None))
            postgres.make_database()
            return postgres

        yield begin


def ask(postgres: Postgres, question: str) -> object:
    with psycopg.connect(postgres.url().replace("+psycopg", "")) as connection:
        return connection.execute(question).fetchone()[0]


def test_the_application_owns_its_database_and_no_more(start):
    postgres = start()
    assert ask(postgres, "SELECT current_setting('is_superuser')") == "off"
    assert ask(postgres, "SELECT current_setting('listen_addresses')") == ""
    with psycopg.connect(postgres.url().replace("+psycopg", "")) as connection:
        for extension in ("citext", "pg_trgm", "unaccent", "hstore"):
            connection.execute(f"CREATE EXTENSION {extension}")


def test_text_of_every_script_has_letters(start):
    postgres = start()
    assert ask(postgres, "SELECT lower('ÄÖÜ ЖЗ')") == "äöü жз"
    assert "жук" in ask(postgres, "SELECT to_tsvector('simple', 'Жук')::text")


def test_a_half_made_cluster_is_made_again(data, start):
    (data.root / "postgres.new").mkdir()
    (data.root / "postgres.new" / "PG_VERSION").write_text("18\n")
    assert ask(start(), "SELECT 1") == 1
    assert not (data.root / "postgres.new").exists()


def test_a_stale_lock_that_names_another_process_is_no_obstacle(data, start):
    Postgres(data.postgres, data.sockets()).program()
    (data.postgres / "postmaster.pid").write_text(f"{os.getpid()}\n{data.postgres}\n")
    assert ask(start(), "SELECT 1") == 1


def test_another_server_over_the_same_data_is_stopped_first(start):
    start()
    assert ask(start(), "SELECT 1") == 1


def test_files_of_somebody_else_are_not_touched(data):
    data.postgres.mkdir()
    (data.postgres / "novel.txt").write_text("Call me Ishmael.")
    with pytest.raises(EmbeddedError, match="holds no PostgreSQL database"):
        Postgres(data.postgres, data.sockets()).program()
    assert (data.postgres / "novel.txt").exists()


@pytest.mark.parametrize("version", ["9.6", "17", "99"])
def test_data_of_another_version_is_one_sentence(data, version):
    data.postgres.mkdir()
    (data.postgres / "PG_VERSION").write_text(f"{version}\n")
    with pytest.raises(EmbeddedError, match=f"written by PostgreSQL {version} and this is"):
        Postgres(data.postgres, data.sockets()).program()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may become another user")
def test_under_root_a_cluster_runs_as_another_user(tmp_path, data, start):
    tmp_path.chmod(0o700)
    start()
    pid = int((data.postgres / "postmaster.pid").read_text().split()[0])
    assert os.stat(f"/proc/{pid}").st_uid != 0
    assert tmp_path.stat().st_mode & 0o777 == 0o700
