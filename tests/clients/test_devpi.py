"""devpi-server mirrors the index, and pip installs through it."""

import base64
import json
import subprocess
import time
import urllib.request

import pytest

from tests.builders.ports import free_port
from tests.builders.wheels import metadata, wheel
from tests.clients.conftest import CLIENTS

EXPIRY_SECONDS = 1
START_SECONDS = 90


class Devpi:
    """A devpi-server with one index, which is a mirror."""

    def __init__(self, machine):
        self.machine, self.port = machine, free_port()
        self.log = machine.folder / "devpi.log"
        self.environ = {**machine.environ, "PYTHONWARNINGS": "ignore"}
        folder = machine.folder / "devpi"
        words = ("--no-root-pypi", "--root-passwd", "secret")
        machine.works("devpi-init", "--serverdir", folder, *words, PYTHONWARNINGS="ignore")
        command = (CLIENTS / "bin" / "devpi-server", "--serverdir", folder)
        with self.log.open("w") as log:
            self.process = subprocess.Popen(
                [*map(str, command), "--host", "127.0.0.1", "--port", str(self.port)],
                env=self.environ,
                stdout=log,
                stderr=log,
            )

    @property
    def simple(self):
        return f"http://localhost:{self.port}/root/ours/+simple/"

    def follow(self, url):
        """Make the index that mirrors `url`."""
        self._wait()
        login = self._call("POST", "/+login", {"user": "root", "password": "secret"})
        index = {
            "type": "mirror",
            "mirror_url": url,
            "mirror_cache_expiry": EXPIRY_SECONDS,
            "volatile": True,
        }
        word = f"root:{login['result']['password']}".encode()
        headers = {"X-Devpi-Auth": base64.b64encode(word).decode()}
        self._call("PUT", "/root/ours", index, headers)

    def install(self, python):
        """The command that installs through the mirror."""
        return ("pip", "--python", python, "install", "--index-url", self.simple)

    def page(self, path=""):
        with urllib.request.urlopen(self.simple + path, timeout=30) as answer:
            return answer.read().decode()

    def shows(self, text, path, *, within):
        """Wait until a page has `text`; nobody promises more than its expiry."""
        deadline = time.monotonic() + within
        while text not in (page := self.page(path)):
            assert time.monotonic() < deadline, page
            time.sleep(0.1)

    def stop(self):
        self.process.terminate()
        self.process.wait(60)
        assert "Traceback" not in self.log.read_text()

    def _wait(self):
        deadline = time.monotonic() + START_SECONDS
        while True:
            assert self.process.poll() is None, self.log.read_text()
            try:
                return self._call("GET", "/+api")
            except OSError:
                assert time.monotonic() < deadline, self.log.read_text()
                time.sleep(0.2)

    def _call(self, method, path, body=None, headers=None):
        request = urllib.request.Request(
            f"http://localhost:{self.port}{path}",
            None if body is None else json.dumps(body).encode(),
            {"Accept": "application/json", "Content-Type": "application/json"}
            | (headers or {}),
            method=method,
        )
        with urllib.request.urlopen(request, timeout=30) as answer:
            return json.load(answer)


@pytest.fixture
def devpi(index, machine):
    server = Devpi(machine)
    try:
        server.follow(index.simple)
        yield server
    finally:
        server.stop()


def publish(index, name, version, **headers):
    filename = f"{name}-{version}-py3-none-any.whl"
    content = wheel(name, version, core=metadata(name, version, **headers))
    index.publish(filename, content, name=name, version=version)


@pytest.mark.slow
def test_pip_installs_through_a_mirror(index, devpi, machine):
    publish(index, "dv_lib", "1.0")
    publish(index, "dv_lib", "2.0", Requires_Python=">=4.20")
    publish(index, "Dv_App", "1.0", Requires_Dist=["dv.LIB>=1.0"])
    python = machine.environment()
    machine.works(*devpi.install(python), "dv-app")
    assert machine.installed(python) == {"Dv_App": "1.0", "dv_lib": "1.0"}
    assert ">dv-lib</a>" in devpi.page()

    publish(index, "Dv_App", "1.1")
    devpi.shows("Dv_App-1.1-py3-none-any.whl", "dv-app/", within=EXPIRY_SECONDS + 10)
    machine.works(*devpi.install(python), "--upgrade", "dv-app")
    assert machine.installed(python) == {"Dv_App": "1.1", "dv_lib": "1.0"}

    index.run("projects", "yank", "dv-app", "1.1", "--reason", "does not start")
    devpi.shows("data-yanked", "dv-app/", within=EXPIRY_SECONDS + 10)
    other = machine.environment("other")
    machine.works(*devpi.install(other), "dv-app")
    assert machine.installed(other)["Dv_App"] == "1.0"


@pytest.mark.slow
def test_projects_come_and_go(index, devpi, machine):
    publish(index, "dv_old", "1.0")
    devpi.shows(">dv-old</a>", "", within=EXPIRY_SECONDS + 10)
    publish(index, "dv_young", "1.0")
    devpi.shows(">dv-young</a>", "", within=EXPIRY_SECONDS + 10)
    index.run("projects", "delete-file", "dv-old", "dv_old-1.0-py3-none-any.whl", "--yes")
    time.sleep(EXPIRY_SECONDS)
    said = machine.fails(*devpi.install(machine.environment()), "dv-old")
    assert "No matching distribution" in said.text
