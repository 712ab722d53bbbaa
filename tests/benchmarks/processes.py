"""Starting a server as a process of its own, waiting for it, and weighing it."""

import http.client
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil

from tests.benchmarks.asking import Request, ask
from warehouse.embedded import listen

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
        family = [self.process, *self.process.children(recursive=True)]
        return sum(each.memory_full_info().pss for each in family) / 1e6


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


def free_port() -> int:
    """A port that nobody listens on at the moment."""
    with listen("127.0.0.1", 0) as listener:
        return listener.getsockname()[1]


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
