"""Our own server, as `warehouse serve` runs it, over an index that the generator made."""

import time
import xmlrpc.client
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from random import Random
from typing import Any

import psutil
import psycopg
from sqlalchemy import make_url

from tests.benchmarks import pages
from tests.benchmarks.asking import GZIP, JSON, Request, ask, conditional
from tests.benchmarks.generator import BIG, SMALL, THOUSAND, fill
from tests.benchmarks.processes import Served
from tests.builders.wheels import wheel
from tests.clients.server import Server
from warehouse.db.migrate import upgrade
from warehouse.embedded import services

LARGE_FILE = "one_megabyte-1.0-py3-none-any.whl"
_PUBLISHER = "person0"
_SETTLING_SECONDS, _SETTLED_MS = 180, 200
_GRANT = f"""
    INSERT INTO roles (role_name, user_id, project_id)
    SELECT 'Maintainer', users.id, projects.id FROM users, projects
    WHERE username = '{_PUBLISHER}'
        AND normalized_name IN ('{BIG}', '{SMALL}', '{THOUSAND}')
    ON CONFLICT DO NOTHING RETURNING id
"""


def large_file() -> bytes:
    """A wheel of a megabyte that cannot be compressed."""
    noise = {"one_megabyte/noise": Random(1).randbytes(1_000_000)}
    return wheel("one_megabyte", "1.0", extra=noise)


class Ours:
    """The running server, and what changes its pages."""

    def __init__(self, server: Server, database: str | None) -> None:
        self.server = server
        self._database = database
        # An index may have been measured before, and the same file again changes nothing.
        self._versions = count(int(time.time()))
        server.token = server.run("tokens", "create", "--user", _PUBLISHER).strip()
        self.query(_GRANT)
        server.publish(LARGE_FILE, large_file(), name="one_megabyte")
        [(self._serial,)] = self.query("SELECT max(id) FROM journals")
        self.served = Served("ours", server.port, self._pages(), self._web())
        self._settle()

    def cold(self, page: str) -> float:
        """Milliseconds for the first answer after what the page shows has changed."""
        self._change(page)
        return self._first(page)

    def _first(self, page: str) -> float:
        request = self.served.pages[page]
        begun = time.perf_counter()
        answer = ask(self.served.port, request)
        spent = time.perf_counter() - begun
        if answer.status != 200:
            raise RuntimeError(f"{request.path} answered {answer.status}")
        return spent * 1_000

    def query(self, sql: str) -> list[tuple[Any, ...]]:
        """Rows straight from the database."""
        if self._database is None:
            return self.server.query(sql)
        plain = make_url(self._database).set(drivername="postgresql")
        with psycopg.connect(plain.render_as_string(hide_password=False)) as connection:
            return connection.execute(sql).fetchall()

    def _settle(self) -> None:
        """Wait until the page of all projects is ready, which a new process begins with."""
        deadline = time.monotonic() + _SETTLING_SECONDS
        while time.monotonic() < deadline and self._first(pages.ALL) > _SETTLED_MS:
            time.sleep(1)

    def _change(self, page: str) -> None:
        number = next(self._versions)
        changed = {
            pages.THOUSAND_FILES: THOUSAND,
            pages.BIG_SIMPLE: BIG,
            pages.BIG_DOCUMENT: BIG,
            pages.ALL: f"another-{number}",
        }
        name, version = changed.get(page, SMALL), f"9000.{number}"
        stem = name.replace("-", "_")
        filename = f"{stem}-{version}-py3-none-any.whl"
        self.server.publish(filename, wheel(stem, version), name=name, version=version)

    def _web(self) -> psutil.Process:
        """The process that the web workers are children of."""
        return self.server.web_workers()[0].parent()

    def _pages(self) -> dict[str, Request]:
        small = Request(f"/simple/{SMALL}/", (GZIP,))
        url = self.server.files("one-megabyte")[LARGE_FILE]["url"]
        call = xmlrpc.client.dumps((self._serial - 100,), "changelog_since_serial")
        found = {
            pages.SIMPLE: small,
            pages.NOT_MODIFIED: conditional(self.server.port, small),
            pages.THOUSAND_FILES: Request(f"/simple/{THOUSAND}/", (GZIP,)),
            pages.BIG_SIMPLE: Request(f"/simple/{BIG}/", (JSON,)),
            pages.ALL: Request("/simple/", (JSON, GZIP)),
            pages.DOCUMENT: Request(f"/pypi/{SMALL}/json"),
            pages.BIG_DOCUMENT: Request(f"/pypi/{BIG}/json", (GZIP,)),
            pages.PROJECT: Request(f"/project/{SMALL}/"),
            pages.HOME: Request("/"),
            pages.CHANGELOG: Request("/pypi", ("Content-Type: text/xml",), call.encode()),
            pages.FILE: Request(url.removeprefix(self.server.url)),
            pages.ABSENT: Request("/simple/a-name-that-is-not-there/", status=404),
            pages.MOVED: Request(f"/simple/{SMALL.title()}/", status=301),
        }
        return {page: request for page, request in found.items() if request is not None}


@contextmanager
def ours(folder: Path, projects: int, database: str | None = None) -> Iterator[Ours]:
    """Our server over `projects` projects, or over a `database` that is filled already."""
    environ = {"LIMIT_XMLRPC": "1000000 per second"}
    if database is not None:
        environ["DATABASE_URL"] = database
    server = Server(folder, **environ)
    server.environ.pop("GUNICORN_CMD_ARGS")
    server.token = "made later"
    if database is None:
        with services(server.data, server.environ) as environment:
            upgrade(environment["DATABASE_URL"])
            fill(environment["DATABASE_URL"], projects)
    server.start()
    try:
        yield Ours(server, database)
    finally:
        server.stop()
