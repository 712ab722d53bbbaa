"""Programs that print a dot for each thing that they have done, counted from outside."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager


class Dots:
    """Counts what a running program does."""

    def __init__(self, process: subprocess.Popen) -> None:
        self._printed = process.stdout.fileno()
        self.counted = 0
        self.begun = time.monotonic()

    def rate(self) -> float:
        """Return how much was done in a second, since the beginning."""
        return self._count() / (time.monotonic() - self.begun)

    def wait_for(self, number: int) -> None:
        """Return when so much was done, and begin to count."""
        while self._count() < number:
            time.sleep(0.05)
        self.counted, self.begun = 0, time.monotonic()

    def _count(self) -> int:
        while True:
            try:
                dots = os.read(self._printed, 4096)
            except BlockingIOError:
                return self.counted
            if not dots:
                raise RuntimeError("the program ended, because something was refused")
            self.counted += len(dots)


@contextmanager
def dots(module: str, *arguments: str, after: int) -> Iterator[Dots]:
    """Run a program to the end of the block, which begins after its first so many dots."""
    command = [sys.executable, "-m", module, *arguments]
    process = subprocess.Popen(command, stdout=subprocess.PIPE)
    os.set_blocking(process.stdout.fileno(), False)
    try:
        running = Dots(process)
        running.wait_for(after)
        yield running
    finally:
        process.terminate()
        process.wait(60)
