"""Uploads as fast as they are answered, while something else is measured.

A program of its own, so that it shares an interpreter with nothing:
`python -m tests.benchmarks.uploading PORT TOKEN` prints a dot for every file that was
published, until it is stopped.
"""

import http.client
import os
import sys
import threading
import time
from contextlib import AbstractContextManager
from itertools import count

from tests.benchmarks.dots import Dots, dots
from tests.builders import forms
from tests.builders.wheels import wheel

CONNECTIONS = 2
"""Each sends its next file when the last one is published, as twine does."""

_PROJECTS = 4
_FIRST = 8


def uploads(port: int, token: str) -> AbstractContextManager[Dots]:
    """Have files published from here to the end of the block."""
    return dots(__name__, str(port), token, after=_FIRST)


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
