"""Starting a server as a process of its own, waiting for it, and weighing it."""

import http.client
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil

from tests.benchmarks.asking import Request, ask
from tests.builders.ports import free_port

ROOT = Path(__file__).parents[2]
_SECONDS = 120

_GUNICORN = ("--workers", "2", "--keep-alive", "15", "--no-control-socket")
GTHREAD = (*_GUNICORN, "--worker-class", "gthread", "--threads", "8")
WSGI = (*GTHREAD, "tests.benchmarks.constant:application")
ASGI = (*_GUNICORN, "--worker-class", "asgi", "tests.benchmarks.constant:asynchronous")
"""An ASGI worker takes uvloop where it is installed."""


@dataclass(frozen=True)
class Served:
    """A server that answers on `port`, and how it is asked for each page it has."""

    name: str
    port: int
    pages: dict[str, Request]
    process: psutil.Process

    def memory(self) -> float:
        """MB of all its processes, what they share divided among them (PSS)."""
        return sum(weight(each) for each in _family(self.process))


PROGRAMS = {
    "postgres": "PostgreSQL",
    "valkey-server": "Valkey",
    "warehouse.loader": "loader",
    "gunicorn: ": "web",
    "warehouse: worker": "worker",
}
"""What the command lines of our processes have in them; the supervisor's has none of it."""


def weights(root: psutil.Process) -> dict[str, float]:
    """MB of a whole index by program, heaviest first (PSS)."""
    found: dict[str, float] = defaultdict(float)
    for each in _family(root):
        line = " ".join(each.cmdline())
        names = (name for words, name in PROGRAMS.items() if words in line)
        found[next(names, "supervisor")] += weight(each)
    return dict(sorted(found.items(), key=lambda item: -item[1]))


def weight(process: psutil.Process) -> float:
    """MB of one process, what it shares divided among those that share it (PSS)."""
    return process.memory_full_info().pss / 1e6


def _family(root: psutil.Process) -> list[psutil.Process]:
    return [root, *root.children(recursive=True)]


@contextmanager
def running(command: list[str], port: int, folder: Path) -> Iterator[psutil.Process]:
    """A process that answers HTTP on `port` from here to the end of the block."""
    written = folder / f"{port}.log"
    with written.open("w") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log, cwd=ROOT)
    try:
        if not _answers(process, port):
            raise RuntimeError(f"{command} does not answer: {written.read_text()[-2000:]}")
        yield psutil.Process(process.pid)
    finally:
        process.terminate()
        process.wait(60)


@contextmanager
def constant(name: str, options: tuple[str, ...], folder: Path) -> Iterator[Served]:
    """A ceiling: two gunicorn workers that always send the same 20 kB."""
    port = free_port()
    gunicorn = (sys.executable, "-m", "gunicorn")
    command = [*gunicorn, "--bind", f"127.0.0.1:{port}", *options]
    with running(command, port, folder) as process:
        yield Served(name, port, {}, process)


def _answers(process: subprocess.Popen, port: int) -> bool:
    """Wait until a server answers, or has ended, or has had its time."""
    deadline = time.monotonic() + _SECONDS
    while process.poll() is None and time.monotonic() < deadline:
        try:
            ask(port, Request("/"))
        except (OSError, http.client.HTTPException):
            time.sleep(0.1)
        else:
            return True
    return False
