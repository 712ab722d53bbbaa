"""Resolving with uv: at an index, and through ours and others that read it.

The index is one of ours. It has projects with several versions, which require one another.
Before anything is measured it was asked for all of them, so that its own first answers
count for nobody. Each of the others is empty, is asked once while it knows nothing, and
then in turn with all, round after round; how long they may keep a page is set to a day.
The first rounds count for nobody either: each of several processes learns for itself where
files lie.
"""

import base64
import json
import os
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from http.client import HTTPConnection
from pathlib import Path
from random import Random

from tests.benchmarks.asking import GZIP, Request
from tests.benchmarks.load import rate
from tests.benchmarks.processes import running
from tests.benchmarks.table import share
from tests.builders.ports import free_port
from tests.builders.wheels import metadata, wheel
from tests.clients.server import Server

_VERSIONS = ("1.0", "1.1", "2.0")
_ASKED_FOR, _LEARNING = 20, 4
_DAY = "86400"
_VIEW = 'sources = ["own", "upstreams"]\n'


def measure(programs: Path, projects: int, rounds: int, seconds: float) -> None:
    """Print how long uv takes, as multiples of what it takes without anything between."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="bench-")))
        world = stack.enter_context(_started(folder / "world"))
        names = _fill(world, projects)
        asking = _Asking(programs / "uv", folder, names)
        asking.seconds(world.simple)
        indexes = {"direct": world.simple}
        for begin in (_ours, _devpi, _proxpi):
            name, url = stack.enter_context(begin(programs, folder, world.simple))
            indexes[name] = url
        cold = {name: asking.seconds(url) for name, url in indexes.items()}
        _in_turn(indexes, asking.seconds, _LEARNING)
        warm = _in_turn(indexes, asking.seconds, rounds)
        print(f"uv resolves {projects} projects, {rounds} rounds; seconds, and x direct")
        print(_table(cold, warm))
        _pages(indexes["ours"], rounds, seconds)


class _Asking:
    """Resolves the projects with uv, which keeps nothing."""

    def __init__(self, program: Path, folder: Path, names: list[str]) -> None:
        self._program, self._names = program, names
        self._wanted = folder / "wanted.in"
        self._wanted.write_text("\n".join(names[:_ASKED_FOR]))

    def seconds(self, url: str) -> float:
        """Return how long it took; raises `RuntimeError` if anything is missing."""
        command = [
            *(str(self._program), "pip", "compile", "--no-cache", "--no-header"),
            *("--no-annotate", "--index-url", url, str(self._wanted)),
        ]
        environ = {**os.environ, "UV_NO_CONFIG": "1", "UV_PYTHON_DOWNLOADS": "never"}
        begun = time.perf_counter()
        said = subprocess.run(
            command, env=environ, capture_output=True, text=True, check=False
        )
        spent = time.perf_counter() - begun
        found = {line.partition("==")[0] for line in said.stdout.splitlines()}
        if found != set(self._names):
            missing = sorted(set(self._names) - found)
            raise RuntimeError(f"{url}: no {missing[:3]}; {said.stderr[-2000:]}")
        return spent


def _in_turn(
    indexes: Mapping[str, str], seconds: Callable[[str], float], rounds: int
) -> dict[str, list[float]]:
    warm: dict[str, list[float]] = {name: [] for name in indexes}
    for number in range(rounds):
        # Whoever comes first finds the machine as the one before has left it.
        order = list(indexes) if number % 2 else list(indexes)[::-1]
        for name in order:
            warm[name].append(seconds(indexes[name]))
    return warm


def _table(cold: Mapping[str, float], warm: Mapping[str, list[float]]) -> str:
    """Return the first time and the median of the others, with multiples of direct."""
    lines = [f"{'':14}{'first':>8}{'x':>7}{'then':>8}{'x':>7}{'from':>8}{'to':>8}"]
    direct = statistics.median(warm["direct"])
    for name, found in warm.items():
        middle = statistics.median(found)
        lines.append(
            f"{name:14}{cold[name]:8.2f}{cold[name] / direct:7.2f}"
            f"{middle:8.2f}{middle / direct:7.2f}{min(found):8.2f}{max(found):8.2f}"
        )
    return "\n".join(lines)


def _pages(simple: str, rounds: int, seconds: float) -> None:
    """Print what pages of a view and of the world are asked for, as shares of our own."""
    port = int(simple.split(":")[2].partition("/")[0])
    own = Request("/simple/own/", (GZIP,))
    others = {
        "a view's page of it": Request("/views/everything/simple/own/", (GZIP,)),
        "one of another index": Request("/simple/bench-0/", (GZIP,)),
        "a view's page of that": Request("/views/everything/simple/bench-0/", (GZIP,)),
    }
    shares: dict[str, list[float]] = {name: [] for name in others}
    for _ in range(rounds):
        base = rate(port, own, seconds)
        for name, request in others.items():
            shares[name].append(rate(port, request, seconds) / base)
    print("hits on an index page, as shares of those on a page of our own:")
    for name, found in shares.items():
        print(f"  {name}: {share(found)}")


@contextmanager
def _started(folder: Path, **environ: str) -> Iterator[Server]:
    """An index of ours as `warehouse serve` runs it, which writes no access log."""
    folder.mkdir()
    server = Server(folder, **environ)
    server.environ.pop("GUNICORN_CMD_ARGS")
    server.start()
    try:
        yield server
    finally:
        server.stop()


def _fill(world: Server, projects: int) -> list[str]:
    """Publish projects that require some of those after them, and return their names."""
    random = Random(1)
    names = [f"bench-{number}" for number in range(projects)]
    for number, name in enumerate(names):
        # The first ones together require all, and not every version the same.
        after = range(number + _ASKED_FOR, projects, _ASKED_FOR)
        later = random.sample(range(number + 1, projects), min(3, projects - number - 1))
        wanted = {*list(after)[:1], *later}
        requires = [f"bench-{each}>=1.0,<{random.choice('23')}" for each in sorted(wanted)]
        for version in _VERSIONS:
            stem = name.replace("-", "_")
            core = metadata(stem, version, Requires_Dist=requires)
            content = wheel(stem, version, core=core)
            filename = f"{stem}-{version}-py3-none-any.whl"
            world.publish(
                filename, content, name=name, version=version, requires_dist=requires
            )
    return names


@contextmanager
def _ours(programs: Path, folder: Path, world: str) -> Iterator[tuple[str, str]]:
    settings = {"UPSTREAM_PRIVATE_NETWORKS": "true", "UPSTREAM_SECONDS": _DAY}
    with _started(folder / "ours", **settings) as server:
        server.publish("own-1.0-py3-none-any.whl", wheel("own", "1.0"), name="own")
        server.run("upstreams", "add", "world", world)
        reason = ("--reason", "to be measured", "--yes")
        server.run("views", "add", "everything", "-", *reason, say=_VIEW)
        yield "ours", server.simple


@contextmanager
def _proxpi(programs: Path, folder: Path, world: str) -> Iterator[tuple[str, str]]:
    """proxpi with its cache, as its authors serve it: threads of one process."""
    port = free_port()
    environ = {
        **{"PROXPI_INDEX_URL": world, "PROXPI_INDEX_TTL": _DAY},
        **{"PROXPI_CACHE_DIR": str(folder / "proxpi"), "PROXPI_LOGGING_LEVEL": "ERROR"},
    }
    command = [
        *("env", *(f"{key}={value}" for key, value in environ.items())),
        *(str(programs / "python"), "-m", "gunicorn", "--bind", f"127.0.0.1:{port}"),
        *("--worker-class", "gthread", "--threads", "16", "--no-control-socket"),
        "proxpi.server:app",
    ]
    with running(command, port, folder):
        yield "proxpi", f"http://127.0.0.1:{port}/index/"


@contextmanager
def _devpi(programs: Path, folder: Path, world: str) -> Iterator[tuple[str, str]]:
    """devpi-server with an index that mirrors, and metadata beside files."""
    kept, secret = folder / "devpi", folder / "devpi.secret"
    for command in (
        [programs / "devpi-init", "--serverdir", kept, "--no-root-pypi"],
        [programs / "devpi-gen-secret", "--secretfile", secret],
    ):
        subprocess.run(command, check=True, capture_output=True)
    port = free_port()
    serve = [
        *(str(programs / "devpi-server"), "--serverdir", str(kept)),
        *("--secretfile", str(secret), "--port", str(port), "--threads", "16"),
        *("--mirror-cache-expiry", _DAY, "--enable-core-metadata"),
    ]
    with running(serve, port, folder):
        _mirror(port, world)
        yield "devpi-server", f"http://127.0.0.1:{port}/bench/world/+simple/"


def _mirror(port: int, world: str) -> None:
    connection = HTTPConnection("127.0.0.1", port, timeout=60)

    headers = {"Content-Type": "application/json", "Accept": "application/json"}

    def send(method: str, path: str, said: dict[str, object]) -> bytes:
        connection.request(method, path, json.dumps(said), headers)
        answer = connection.getresponse()
        body = answer.read()
        if answer.status not in {200, 201}:
            raise RuntimeError(f"{method} {path} answered {answer.status} {body!r}")
        return body

    send("PUT", "/bench", {"password": "bench"})
    login = send("POST", "/+login", {"user": "bench", "password": "bench"})
    token = json.loads(login)["result"]["password"]
    index = {
        **{"type": "mirror", "mirror_url": world, "volatile": True},
        "mirror_provides_core_metadata": True,
    }
    known = base64.b64encode(f"bench:{token}".encode()).decode()
    headers["X-Devpi-Auth"] = known
    send("PUT", "/bench/world", index)
    connection.close()
