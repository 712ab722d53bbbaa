"""Uploads as fast as they are answered, while something else is measured.

A program of its own, so that it shares an interpreter with nothing:
`python -m tests.benchmarks.uploading PORT TOKEN` prints a dot for every file that was
published, until it is stopped.
"""

import http.client
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count

from tests.builders import forms
from tests.builders.wheels import wheel

CONNECTIONS = 2
"""Each sends its next file when the last one is published, as twine does."""

_PROJECTS = 4
_FIRST = 8


class Uploads:
    """Uploads that are going on."""

    def __init__(self, process: subprocess.Popen) -> None:
        self._printed = process.stdout.fileno()
        self.published = 0
        self.begun = time.monotonic()

    def rate(self) -> float:
        """Files a second since the beginning."""
        return self._count() / (time.monotonic() - self.begun)

    def wait_for(self, number: int) -> None:
        """Until so many are published."""
        while self._count() < number:
            time.sleep(0.05)
        self.published, self.begun = 0, time.monotonic()

    def _count(self) -> int:
        while True:
            try:
                dots = os.read(self._printed, 4096)
            except BlockingIOError:
                return self.published
            if not dots:
                raise RuntimeError("an upload was refused")
            self.published += len(dots)


@contextmanager
def uploads(port: int, token: str) -> Iterator[Uploads]:
    """Uploads from here to the end of the block."""
    command = [sys.executable, "-m", __name__, str(port), token]
    process = subprocess.Popen(command, stdout=subprocess.PIPE)
    os.set_blocking(process.stdout.fileno(), False)
    try:
        running = Uploads(process)
        running.wait_for(_FIRST)
        yield running
    finally:
        process.terminate()
        process.wait(60)


def _publish(port: int, token: str, connection: int) -> None:
    client = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    begun = int(time.time())
    for number in count():
        name = f"busy-{connection}-{number % _PROJECTS}"
        stem, version = name.replace("-", "_"), f"{begun}.{number}"
        filename = f"{stem}-{version}-py3-none-any.whl"
        content = wheel(stem, version)
        fields = forms.fields(filename, content, name=name, version=version)
        headers = forms.headers(token, Host=f"localhost:{port}")
        body = forms.body(fields, filename, content)
        client.request("POST", "/legacy/", body, headers)
        answer = client.getresponse()
        if answer.status != 200:
            sys.stderr.write(f"{filename}: {answer.status} {answer.read()!r}\n")
            os._exit(1)
        answer.read()
        os.write(sys.stdout.fileno(), b".")


if __name__ == "__main__":
    for index in range(CONNECTIONS):
        arguments = (int(sys.argv[1]), sys.argv[2], index)
        threading.Thread(target=_publish, args=arguments, daemon=True).start()
    threading.Event().wait()
