"""A primary and a streaming replica of it, both real, and both embedded."""

import shutil
import subprocess
import time
from contextlib import ExitStack

import pytest
from sqlalchemy import NullPool, create_engine, text

from tests.builders.memory import temporary_folder
from tests.fixtures.postgres import OPTIONS
from warehouse.db.migrate import upgrade
from warehouse.embedded import DataDirectory, Postgres, running
from warehouse.embedded.binaries import postgres_binary


class Node:
    """One server; statements run as its superuser in the application's database."""

    def __init__(self, folder, name):
        data = DataDirectory.at(folder / name)
        data.create()
        self.data = data
        self.postgres = Postgres(data.postgres, data.sockets(), options=OPTIONS)
        self.stack = ExitStack()

    def start(self):
        program = self.postgres.program()
        self.stack.enter_context(running(program, self.data.run, lambda name, line: None))
        return self

    def stop(self):
        self.stack.close()

    @property
    def url(self):
        return self.postgres.url()

    def run(self, statement):
        engine = create_engine(
            self.postgres.url(user="postgres"),
            isolation_level="AUTOCOMMIT",
            poolclass=NullPool,
        )
        with engine.connect() as connection:
            found = connection.execute(text(statement))
            return found.scalar() if found.returns_rows else None


class Pair:
    """A primary that is migrated, and its replica."""

    def __init__(self, folder):
        self.primary = Node(folder, "p").start()
        self.primary.postgres.make_database()
        upgrade(self.primary.url)
        self.replica = Node(folder, "r")
        command = [postgres_binary("pg_basebackup"), "--checkpoint=fast", "-R", "-X"]
        command += ["stream", "-U", "postgres", "-h", self.primary.postgres.sockets]
        command += ["-D", self.replica.data.postgres]
        subprocess.run(
            list(map(str, command)), check=True, capture_output=True, timeout=120
        )
        self.replica.start()

    def catch_up(self):
        """Wait until the replica has replayed all there is."""
        end = self.primary.run("SELECT pg_current_wal_insert_lsn()::text")
        for _ in range(400):
            if self.replica.run(f"SELECT pg_last_wal_replay_lsn() >= '{end}'"):
                return
            time.sleep(0.05)
        raise TimeoutError("the replica did not catch up")

    def stop(self):
        self.replica.stop()
        self.primary.stop()


@pytest.fixture(scope="module")
def pair():
    folder = temporary_folder("whrp")
    folder.chmod(0o755)
    made = Pair(folder)
    yield made
    made.stop()
    shutil.rmtree(folder)
