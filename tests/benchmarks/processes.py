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

WSGI = (
    *("--worker-class", "gthread", "--threads", "8"),
    "tests.benchmarks.constant:application",
)
ASGI = ("--worker-class", "asgi", "tests.benchmarks.constant:asynchronous")
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
    with (folder / f"{port}.log").open("w") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log, cwd=ROOT)
    try:
        _wait(process, port)
        yield psutil.Process(process.pid)
    finally:
        process.terminate()
        process.wait(60)


@contextmanager
def constant(name: str, worker: tuple[str, ...], folder: Path) -> Iterator[Served]:
    """A ceiling: two gunicorn workers that always send the same 20 kB."""
    port = free_port()
    command = [
        *(sys.executable, "-m", "gunicorn", "--bind", f"127.0.0.1:{port}"),
        *("--workers", "2", "--keep-alive", "15", "--no-control-socket"),
        *worker,
    ]
    with running(command, port, folder) as process:
        yield Served(name, port, {}, process)


def free_port() -> int:
    """A port that nobody listens on at the moment."""
    with listen("127.0.0.1", 0) as listener:
        return listener.getsockname()[1]


def _wait(process: subprocess.Popen, port: int) -> None:
    deadline = time.monotonic() + _SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise RuntimeError(f"{process.args} ended with {process.returncode}")
        try:
            ask(port, Request("/"))
        except (OSError, http.client.HTTPException):
            time.sleep(0.1)
        else:
            return
    raise TimeoutError(f"{process.args} does not answer")
