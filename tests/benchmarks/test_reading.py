"""How fast pages are read, as a share of what a constant answer reaches here.

Both run on the same gunicorn with the same settings, in turn, so the shares mean
something on a noisy machine while the figures beside them do not. Nothing is asserted.
"""

import statistics
import subprocess
import sys
from pathlib import Path

import pytest

from tests.builders.wheels import wheel
from tests.clients.server import Server
from warehouse.cli.processes import web_command
from warehouse.embedded import listen

HERE = Path(__file__).parent
RUNS, SECONDS = 5, 2
CONSTANT = "tests.benchmarks.constant:application"
JSON = "Accept: application/vnd.pypi.simple.v1+json"

PAGES = {
    "simple index of a project, HTML": ("/simple/example/", []),
    "the same, gzip": ("/simple/example/", ["Accept-Encoding: gzip"]),
    "the same, JSON": ("/simple/example/", [JSON]),
    "JSON of a project": ("/pypi/example/json", []),
    "page of a project": ("/project/example/", []),
    "front page": ("/", []),
    "a file of 1 kB": ("FILE", []),
}

pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]


def measured(port: int, path: str, headers: list[str]) -> float:
    """The median rate of several runs."""
    command = [sys.executable, str(HERE / "load.py"), str(port), str(SECONDS), path]
    rates = [
        float(subprocess.check_output([*command, *headers], timeout=60))
        for _ in range(RUNS)
    ]
    return statistics.median(rates)


@pytest.fixture
def constant():
    """The port of the constant application."""
    listener = listen("127.0.0.1", 0)
    listener.set_inheritable(True)
    command = web_command(f"fd://{listener.fileno()}", 2, CONSTANT)
    server = subprocess.Popen(command, pass_fds=[listener.fileno()])
    yield listener.getsockname()[1]
    server.terminate()
    server.wait(60)
    listener.close()


def test_reading(tmp_path, constant, capsys):
    index = Server(tmp_path)
    index.environ.pop("GUNICORN_CMD_ARGS")
    index.start()
    try:
        for version in range(6):
            name = f"example-1.{version}-py3-none-any.whl"
            data = wheel(version=f"1.{version}")
            index.publish(name, data, version=f"1.{version}")
        files = index.files("example")
        url = next(iter(files.values()))["url"].removeprefix(index.url)
        ceiling = measured(constant, "/", [])
        rows = [("a constant 20 kB", ceiling)]
        for name, (path, headers) in PAGES.items():
            rows.append((name, measured(index.port, path.replace("FILE", url), headers)))
    finally:
        index.stop()
    with capsys.disabled():
        print(f"\n{'what':34} {'a second':>9} {'share':>7}")
        for name, rate in rows:
            print(f"{name:34} {rate:9.0f} {rate / ceiling:7.1%}")
