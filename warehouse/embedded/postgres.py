"""An embedded PostgreSQL: make it, start it after a crash, ask whether it answers.

The cluster is made beside its place and renamed into it, so a half-made one is never
mistaken for data. It listens on a Unix socket in a directory that only its user and we
can enter, which is why it asks nobody for a password. The application connects as the
role `warehouse`, which owns its database and is no superuser.
"""

import locale
import os
import shutil
import signal
import subprocess
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

import psutil
import psycopg
from psycopg import sql

from warehouse.embedded.binaries import postgres_binary, postgres_major
from warehouse.embedded.errors import EmbeddedError
from warehouse.embedded.processes import Program, end, launch
from warehouse.embedded.unprivileged import User, user_for

_SUPERUSER = "postgres"
_OPTIONS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "100",
    "log_checkpoints": "off",
    "log_line_prefix": "",
}


class Postgres:
    """The cluster in `directory`, with its socket in `sockets`."""

    def __init__(
        self,
        directory: Path,
        sockets: Path,
        *,
        database: str = "warehouse",
        options: Mapping[str, str] | None = None,
    ) -> None:
        self.directory = directory
        self.sockets = sockets / "postgres"
        self.database = database
        self._options = {**_OPTIONS, **(options or {})}
        self._binary = postgres_binary("postgres")
        self._user: User | None = None

    def url(self, database: str | None = None, *, user: str = "warehouse") -> str:
        """Return the SQLAlchemy URL of a database, by default the application's."""
        name = database or self.database
        return f"postgresql+psycopg://{user}@/{name}?host={self.sockets}"

    def program(self) -> Program:
        """Make the cluster if there is none; return the program that serves it."""
        self._user = user_for(self.directory, (self._binary, self.sockets))
        self._make_sockets()
        if not (self.directory / "PG_VERSION").exists():
            self._initialize()
        self._check_version()
        if self._user is not None and self.directory.stat().st_uid != self._user.uid:
            self._user.own(self.directory)
        options = {**self._options, "unix_socket_directories": str(self.sockets)}
        settings = (f"--{name}={value}" for name, value in options.items())
        return Program(
            name="postgres",
            command=(str(self._binary), "-D", str(self.directory), *settings),
            # Fast, immediate, and neither: see "Shutting Down the Server".
            stop_signals=(signal.SIGINT, signal.SIGQUIT, signal.SIGKILL),
            patience=30,
            user=self._user,
            before_start=self.clear,
            advice="Without it only what is kept in memory is answered.",
            is_ready=self.answers,
        )

    def answers(self) -> bool:
        """Return whether the server takes connections."""
        if not self._says_ready():
            return False
        try:
            self._connect().close()
        except psycopg.OperationalError:
            return False
        return True

    def make_database(self) -> None:
        """Make the application's role and database where they are missing."""
        with self._connect() as connection:
            connection.autocommit = True
            role = connection.execute("SELECT FROM pg_roles WHERE rolname = 'warehouse'")
            if role.fetchone() is None:
                connection.execute("CREATE ROLE warehouse LOGIN")
            known = connection.execute(
                "SELECT FROM pg_database WHERE datname = %s", [self.database]
            )
            if known.fetchone() is None:
                name = sql.Identifier(self.database)
                connection.execute(
                    sql.SQL("CREATE DATABASE {} OWNER warehouse").format(name)
                )

    def clear(self) -> None:
        """Stop whatever still runs over this cluster, and remove its stale lock."""
        for process in psutil.process_iter():
            if self._is_ours(process):
                for number in (signal.SIGINT, signal.SIGQUIT, signal.SIGKILL):
                    if end(process.pid, number, 10):
                        break
        # PostgreSQL itself would refuse when its old number now names another process.
        (self.directory / "postmaster.pid").unlink(missing_ok=True)
        for path in self.sockets.glob(".s.PGSQL.*"):
            path.unlink()

    def _says_ready(self) -> bool:
        """Return whether it wrote that it is ready; asking it earlier fills its log."""
        try:
            lines = (self.directory / "postmaster.pid").read_text().splitlines()
        except FileNotFoundError:
            return False
        return lines[7:] != [] and lines[7].strip() == "ready"

    def _connect(self) -> psycopg.Connection:
        return psycopg.connect(
            host=str(self.sockets),
            user=_SUPERUSER,
            dbname="postgres",
            connect_timeout=5,
        )

    def _is_ours(self, process: psutil.Process) -> bool:
        with suppress(psutil.Error):
            if process.name() == "postgres":
                return Path(process.cwd()) == self.directory.resolve()
        return False

    def _make_sockets(self) -> None:
        self.sockets.mkdir(mode=0o700, exist_ok=True)
        if self._user is not None:
            os.chown(self.sockets, self._user.uid, self._user.gid)

    def _initialize(self) -> None:
        if self.directory.exists() and any(self.directory.iterdir()):
            raise EmbeddedError(
                f"{self.directory} is not empty and holds no PostgreSQL database: move its "
                f"contents away."
            )
        made = self.directory.with_name("postgres.new")
        shutil.rmtree(made, ignore_errors=True)
        made.mkdir(mode=0o700)
        if self._user is not None:
            self._user.own(made)
        command = (
            *(str(postgres_binary("initdb")), "-D", str(made), "-U", _SUPERUSER),
            *("--auth=trust", "--encoding=UTF8", "--no-instructions"),
            *("--locale=C", f"--lc-ctype={_character_type()}"),
            *("--locale-provider=builtin", "--builtin-locale=C.UTF-8"),
        )
        answer = subprocess.run(
            launch(command, self._user, signal.SIGTERM),
            capture_output=True,
            text=True,
            check=False,
        )
        if answer.returncode != 0:
            shutil.rmtree(made, ignore_errors=True)
            lines = (answer.stderr or answer.stdout).strip().splitlines()
            reason = " ".join(line.strip() for line in lines[-3:])
            raise EmbeddedError(f"PostgreSQL could not make {self.directory}: {reason}")
        made.rename(self.directory)

    def _check_version(self) -> None:
        data = (self.directory / "PG_VERSION").read_text().strip()
        ours = postgres_major(self._binary)
        if data != str(ours):
            raise EmbeddedError(
                f"{self.directory} was written by PostgreSQL {data} and this is PostgreSQL "
                f"{ours}: back it up with the Warehouse that made it (`warehouse backup`) "
                f"and restore that into an empty directory."
            )


def _character_type() -> str:
    """Return a locale that knows the letters of every script, where the system has one."""
    before = locale.setlocale(locale.LC_CTYPE)
    try:
        locale.setlocale(locale.LC_CTYPE, "C.UTF-8")
    except locale.Error:
        return "C"
    locale.setlocale(locale.LC_CTYPE, before)
    return "C.UTF-8"
