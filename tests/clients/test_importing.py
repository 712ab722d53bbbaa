"""Indexes that are brought over while they answer: another of ours, and plain HTML."""

import base64
import hashlib
import json
import subprocess
import time
import urllib.request
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

import pytest

from tests.builders.ports import free_port
from tests.builders.sdists import sdist
from tests.builders.serving import served
from tests.builders.wheels import metadata, wheel
from tests.clients.conftest import CLIENTS


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *about):
        pass


@contextmanager
def serving(folder):
    """Serve a folder as any server of static files does; yields its URL."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder)))
    with served(server):
        yield f"http://localhost:{server.server_port}/"


@pytest.fixture(scope="module")
def source(make_server, make_folder):
    folder = make_folder()
    for version in ("1.0", "2.0"):
        path = folder / f"im_app-{version}-py3-none-any.whl"
        core = metadata("im_app", version, Requires_Python=">=3.8")
        path.write_bytes(wheel("im_app", version, core=core))
    (folder / "im_app-1.0.tar.gz").write_bytes(sdist("im_app"))
    (folder / "im_other-1.0-py3-none-any.whl").write_bytes(wheel("im_other"))
    server = make_server()
    server.run("import", "directory", str(folder), "--times-from-files")
    server.run("projects", "yank", "im_app", "1.0", "--reason", "too old")
    return server


@pytest.fixture(scope="module")
def fresh(make_server):
    """An index to which each test brings others of its own."""
    return make_server()


def facts(server, name):
    keys = ("hashes", "upload-time", "yanked", "size", "requires-python", "core-metadata")
    return {
        filename: {key: each[key] for key in keys}
        for filename, each in server.files(name).items()
    }


def test_another_index_of_ours_is_brought_over_as_it_is(source, fresh):
    fresh.run("import", "simple", source.simple, "--project", "im_other")
    both = {"im_app", "im_other"}
    assert both.intersection(fresh.projects()) == {"im_other"}
    fresh.run("import", "simple", source.simple)
    assert both.issubset(fresh.projects())
    for name in ("im-app", "im-other"):
        assert facts(fresh, name) == facts(source, name)
    before = len(source.asked_for())
    fresh.run("import", "simple", source.simple)
    assert not [path for path in source.asked_for(before) if "/packages/" in path]


def test_plain_html_is_brought_over(fresh, make_folder):
    folder = make_folder()
    content = wheel("im_html")
    digest = hashlib.sha256(content).hexdigest()
    (folder / "f").mkdir()
    name = "im_html-1.0-py3-none-any.whl"
    (folder / "f" / name).write_bytes(content)
    (folder / "simple" / "im-html").mkdir(parents=True)
    (folder / "simple" / "index.html").write_text('<a href="im-html">im_html</a>')
    (folder / "simple" / "im-html" / "index.html").write_text(
        f'<a href="../../f/{name}#sha256={digest}" data-yanked="why not"'
        f' data-requires-python="&gt;=3.8">{name}</a>'
        f'<a href="../../f/im_html-2.0-py3-none-any.whl#sha256={digest}">gone</a>'
        f'<a href="../../f/other-2.0-py3-none-any.whl#sha256={digest}">another</a>'
        f'<a href="http://10.0.0.1/im_html-3.0-py3-none-any.whl">inside</a>'
        f'<a href="http://localhost:1/im_html-4.0-py3-none-any.whl">a port</a>'
    )
    with serving(folder) as url, pytest.raises(AssertionError) as caught:
        fresh.run("import", "simple", f"{url}simple")
    said = str(caught.value)
    assert "im_html-2.0-py3-none-any.whl: refused: It cannot be fetched" in said
    assert "404" in said
    assert "It is no file of im_html, on whose page it is." in said
    assert "10.0.0.1 is not a public address" in said
    assert "Port 1 is not allowed here" in said
    assert "1 files were added to 1 projects" in said
    (found,) = fresh.files("im-html").values()
    assert found["yanked"] == "why not"
    assert json.dumps(found["hashes"]) == json.dumps({"sha256": digest})


def test_an_address_that_is_none_is_refused(fresh):
    with pytest.raises(AssertionError, match="no address as https://host/simple/"):
        fresh.run("import", "simple", "ftp://example.com")
    with pytest.raises(AssertionError, match=r"127\.0\.0\.1, port 9"):
        fresh.run("import", "simple", "http://127.0.0.1:9/")


class DevpiServer:
    """A devpi-server far away from UTC, with one index that takes uploads."""

    def __init__(self, machine):
        self.machine, self.port = machine, free_port()
        self.folder = machine.folder / "devpi"
        self.environ = {"PYTHONWARNINGS": "ignore", "TZ": "Asia/Tokyo"}
        words = ("--no-root-pypi", "--root-passwd", "secret", "--serverdir", self.folder)
        machine.works("devpi-init", *words, **self.environ)
        self.url = f"http://localhost:{self.port}"

    @contextmanager
    def running(self):
        command = [CLIENTS / "bin" / "devpi-server", "--serverdir", self.folder]
        with (self.machine.folder / "devpi.log").open("w") as log:
            process = subprocess.Popen(
                [*map(str, command), "--port", str(self.port)],
                env={**self.machine.environ, **self.environ},
                stdout=log,
                stderr=log,
            )
        try:
            self._wait()
            yield
        finally:
            process.terminate()
            process.wait(60)

    def make_index(self):
        asked = {"user": "root", "password": "secret"}
        login = self._call("POST", "/+login", asked)["result"]["password"]
        word = base64.b64encode(f"root:{login}".encode()).decode()
        index = {"type": "stage", "bases": [], "volatile": True}
        self._call("PUT", "/root/dev", index, {"X-Devpi-Auth": word})

    def _call(self, method, path, document=None, headers=None):
        body = None if document is None else json.dumps(document).encode()
        asked = {"Accept": "application/json", **(headers or {})}
        call = urllib.request.Request(self.url + path, body, asked, method=method)
        with urllib.request.urlopen(call, timeout=30) as answer:
            return json.load(answer)

    def _wait(self):
        deadline = time.monotonic() + 90
        while True:
            try:
                self._call("GET", "/+api")
                return
            except OSError:
                assert time.monotonic() < deadline
                time.sleep(0.2)


def test_an_export_of_devpi_is_brought_over(fresh, machine):
    names = ("im_devpi-1.0-py3-none-any.whl", "im_devpi-1.0.tar.gz")
    paths = [
        machine.write(name, content)
        for name, content in zip(names, (wheel("im_devpi"), sdist("im_devpi")), strict=True)
    ]
    devpi = DevpiServer(machine)
    with devpi.running():
        devpi.make_index()
        place = ("--repository-url", f"{devpi.url}/root/dev/")
        machine.works("twine", "upload", *place, "-u", "root", "-p", "secret", *paths)
    export = machine.folder / "export"
    words = ("--serverdir", devpi.folder, export)
    machine.works("devpi-export", *words, **devpi.environ)
    with pytest.raises(AssertionError, match="no index 'root/prod'; it has root/dev"):
        fresh.run("import", "devpi", str(export), "--index", "root/prod")
    fresh.run("import", "devpi", str(export))
    found = fresh.files("im-devpi")
    assert sorted(found) == sorted(names)
    for path in paths:
        each = found[path.name]
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        assert each["hashes"] == {"sha256": digest}
        assert "." not in each["upload-time"]
        age = datetime.now(UTC) - datetime.fromisoformat(each["upload-time"])
        assert timedelta() < age < timedelta(minutes=30)
