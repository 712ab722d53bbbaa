"""Other index servers with the same projects and files, as they are run on one machine.

They live in an environment of their own, which `make bench` makes from
`requirements/peers.txt`. What they serve is written once and kept beside the figures:
pypiserver has a small file for every file of every project. devpi-server takes each file
by an upload of its own, which takes the longer the more files a project has, so it has
two projects only: with five thousand files one would be busy for hours.
"""

import base64
import json
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from html.parser import HTMLParser
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urljoin

from tests.benchmarks import pages
from tests.benchmarks.asking import GZIP, JSON, Request, ask
from tests.benchmarks.generator import BIG, SMALL, THOUSAND
from tests.benchmarks.ours import LARGE_FILE, large_file
from tests.benchmarks.processes import GTHREAD, Served, running
from tests.builders import forms
from tests.builders.ports import free_port

Files = Sequence[tuple[str, str, str]]
"""Project, version and filename of each file."""


@contextmanager
def pypiserver(programs: Path, folder: Path, files: Files) -> Iterator[Served]:
    """pypiserver with its cache, on gunicorn as the constant WSGI application is."""
    kept, done = folder / "pypiserver", folder / "pypiserver.done"
    if not done.exists():
        kept.mkdir(exist_ok=True)
        for _, _, filename in files:
            (kept / filename).write_text(filename)
        (kept / LARGE_FILE).write_bytes(large_file())
        done.touch()
    port = free_port()
    command = [
        *(str(programs / "python"), "-m", "gunicorn", "--bind", f"127.0.0.1:{port}"),
        *(*GTHREAD, f"pypiserver:app(roots=[{str(kept)!r}], disable_fallback=True)"),
    ]
    with running(command, port, folder) as process:
        found = {
            pages.SIMPLE: Request(f"/simple/{SMALL}/", (GZIP,)),
            pages.THOUSAND_FILES: Request(f"/simple/{THOUSAND}/", (GZIP,)),
            pages.BIG_SIMPLE: Request(f"/simple/{BIG}/"),
            pages.ALL: Request("/simple/", (GZIP,)),
            pages.DOCUMENT: Request(f"/{SMALL}/json"),
            pages.BIG_DOCUMENT: Request(f"/{BIG}/json", (GZIP,)),
            pages.HOME: Request("/"),
            pages.FILE: Request(f"/packages/{LARGE_FILE}"),
        }
        yield Served("pypiserver", port, found, process)


@contextmanager
def devpi(programs: Path, folder: Path, files: Files) -> Iterator[Served]:
    """devpi-server with its own storage, and one index that has no bases."""
    kept, done = folder / "devpi", folder / "devpi.done"
    is_new = not done.exists()
    secret = folder / "devpi.secret"
    if is_new:
        # What was not finished cannot be gone on with.
        shutil.rmtree(kept, ignore_errors=True)
        secret.unlink(missing_ok=True)
        for command in (
            [programs / "devpi-init", "--serverdir", kept, "--no-root-pypi"],
            [programs / "devpi-gen-secret", "--secretfile", secret],
        ):
            subprocess.run(command, check=True, capture_output=True)
    port = free_port()
    command = [
        *(str(programs / "devpi-server"), "--serverdir", str(kept)),
        *("--secretfile", str(secret), "--port", str(port), "--offline-mode"),
        # What its keyfs reads often stays in memory, all of it.
        *("--keyfs-cache-size", "1000000", "--threads", "16"),
    ]
    with running(command, port, folder) as process:
        if is_new:
            _upload(port, [each for each in files if each[0] in {SMALL, THOUSAND}])
            done.touch()
        yield Served("devpi-server", port, _devpi_pages(port), process)


def _devpi_pages(port: int) -> dict[str, Request]:
    simple = "/bench/dev/+simple"
    listing = f"{simple}/one-megabyte/"
    reader = _Links()
    reader.feed(ask(port, Request(listing)).body.decode())
    as_json = "Accept: application/json"
    return {
        pages.SIMPLE: Request(f"{simple}/{SMALL}/", (GZIP,)),
        pages.THOUSAND_FILES: Request(f"{simple}/{THOUSAND}/", (GZIP,)),
        pages.ALL: Request(f"{simple}/", (JSON, GZIP)),
        pages.DOCUMENT: Request(f"/bench/dev/{SMALL}", (as_json,)),
        pages.HOME: Request("/", (as_json,)),
        pages.FILE: Request(urljoin(listing, reader.found[0].partition("#")[0])),
    }


class _Links(HTMLParser):
    """Collects the targets of the links of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [value for name, value in attrs if tag == "a" and name == "href"]


def _upload(port: int, files: Files) -> None:
    """Make a user and an index, and send it every file as clients do."""
    print(f"devpi-server takes {len(files):,} files, once; that takes minutes", flush=True)
    connection = HTTPConnection("127.0.0.1", port, timeout=60)

    def send(method: str, path: str, body: bytes, headers: dict[str, str]) -> bytes:
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        said = answer.read()
        if answer.status not in {200, 201}:
            raise RuntimeError(f"{method} {path} answered {answer.status} {said!r}")
        return said

    as_json = {"Content-Type": "application/json", "Accept": "application/json"}
    send("PUT", "/bench", json.dumps({"password": "bench"}).encode(), as_json)
    login = json.dumps({"user": "bench", "password": "bench"}).encode()
    token = json.loads(send("POST", "/+login", login, as_json))["result"]["password"]
    known = {"X-Devpi-Auth": base64.b64encode(f"bench:{token}".encode()).decode()}
    index = json.dumps({"type": "stage", "bases": []}).encode()
    send("PUT", "/bench/dev", index, {**as_json, **known})
    for name, version, filename in (*files, ("one-megabyte", "1.0", LARGE_FILE)):
        content = large_file() if filename == LARGE_FILE else filename.encode()
        fields = forms.fields(filename, content, name=name, version=version)
        body = forms.body(fields, filename, content)
        send("POST", "/bench/dev/", body, {**known, **forms.headers()})
    connection.close()
