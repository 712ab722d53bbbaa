"""Gunicorn in processes of its own."""

import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

MODULE = (sys.executable, "-m", "gunicorn")
COMMAND = (str(Path(sys.executable).with_name("gunicorn")),)
"""What it has to be started by where it is to replace itself (`SIGUSR2`)."""


@contextmanager
def gunicorn(
    program: str,
    bind: str,
    *options: str,
    command: Sequence[str] = MODULE,
    **started: Any,
) -> Iterator[subprocess.Popen[bytes]]:
    """Run it with the settings and the application in a module, until the block ends."""
    arguments = ("--config", f"python:{program}", "--bind", bind, *options)
    server = subprocess.Popen(
        [*command, *arguments, f"{program}:application"],
        stderr=subprocess.DEVNULL,
        **started,
    )
    try:
        yield server
    finally:
        server.terminate()
        server.wait(60)
