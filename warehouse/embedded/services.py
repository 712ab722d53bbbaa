"""PostgreSQL and Valkey together, and the environment with their addresses.

`DATABASE_URL` or `REDIS_URL` in the environment replaces the embedded one, which is then
not started. Nobody who reads the resulting environment can tell the difference.
"""

import os
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path

from warehouse.embedded.directories import DataDirectory, InUse
from warehouse.embedded.postgres import Postgres
from warehouse.embedded.processes import Child, Log, Program, running, stop_orphans
from warehouse.embedded.valkey import Valkey


class Services:
    """The embedded services that `environ` does not replace, over one data directory."""

    def __init__(self, data: DataDirectory, environ: Mapping[str, str], log: Log) -> None:
        sockets = data.sockets()
        self.postgres = (
            None if environ.get("DATABASE_URL") else Postgres(data.postgres, sockets)
        )
        self.valkey = None if environ.get("REDIS_URL") else Valkey(data.valkey, sockets)
        self.children: list[Child] = []
        self._data, self._environ, self._log = data, environ, log
        self._stack = ExitStack()

    def environment(self) -> dict[str, str]:
        """Return the environment of our programs: what is set stays, the rest is added."""
        added = {
            "WAREHOUSE_DATA": str(self._data.root),
            "FILES_BACKEND": "local",
            "FILES_PATH": str(self._data.files),
            "TMPDIR": str(self._data.temporary),
        }
        if self.postgres:
            added["DATABASE_URL"] = self.postgres.url()
        if self.valkey:
            added["REDIS_URL"] = self.valkey.url()
        present = {name: value for name, value in self._environ.items() if value}
        environment = {**added, **present, "WAREHOUSE_DATA": added["WAREHOUSE_DATA"]}
        if "WAREHOUSE_SECRET" not in environment:
            environment["WAREHOUSE_SECRET"] = self._data.secret()
        return environment

    def start(self) -> None:
        """Start the services that are not replaced, and wait until they answer."""
        if self.postgres:
            self._start(self.postgres.program())
            self.postgres.make_database()
        if self.valkey:
            self._start(self.valkey.program())

    def stop(self) -> None:
        """Stop the services in reverse order of their start."""
        self._stack.close()

    def answer(self) -> bool:
        """Return whether all of them answer."""
        postgres = self.postgres is None or self.postgres.answers()
        return postgres and (self.valkey is None or self.valkey.answers())

    def _start(self, program: Program) -> None:
        child = self._stack.enter_context(running(program, self._data.run, self._log))
        self.children.append(child)


@contextmanager
def services(
    path: Path | str | None = None,
    environ: Mapping[str, str] | None = None,
    *,
    patience: float = 60,
) -> Iterator[dict[str, str]]:
    """Run the services of a data directory during the block; yield their environment.

    Services that `warehouse serve` already runs are used; else they are started, and
    stopped at the end. `patience` is how many seconds those of a `serve` that is just
    starting may take.
    """
    environ = os.environ if environ is None else environ
    if all(environ.get(name) for name in ("DATABASE_URL", "REDIS_URL", "WAREHOUSE_SECRET")):
        yield dict(environ)
        return
    data = DataDirectory.at(path or environ.get("WAREHOUSE_DATA") or "var")
    data.create()
    with ExitStack() as stack:
        try:
            stack.enter_context(data.locked())
        except InUse as error:
            yield _joined(data, environ, error, patience)
            return
        stop_orphans(data.run)
        own = Services(data, environ, _keep_quiet)
        stack.callback(data.forget_sockets)
        stack.callback(own.stop)
        own.start()
        yield own.environment()


def _joined(
    data: DataDirectory, environ: Mapping[str, str], error: InUse, patience: float
) -> dict[str, str]:
    running = Services(data, environ, _keep_quiet)
    deadline = time.monotonic() + patience
    while not running.answer():
        if time.monotonic() > deadline:
            raise error
        time.sleep(0.2)
    return running.environment()


def _keep_quiet(name: str, line: str) -> None:
    """Discard a line of output; a failure reports the last lines by itself."""
