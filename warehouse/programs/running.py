"""Asking a small program of ours one question, of which it may never come to an answer.

What strangers write can keep a library busy for minutes: a process can be bounded and
killed, a thread cannot. Such a program is a file that is run by its path and imports
nothing of ours, so that it starts quickly. It reads one JSON object, in which `seconds` (of
the processor) and `memory` (in bytes) are the limits that it sets itself, writes its answer
as JSON, and ends.
"""

import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any


class ProgramStopped(Exception):
    """A program ended without an answer, or took too long."""


def answer_of(
    program: Path,
    question: Mapping[str, Any],
    *,
    seconds: int,
    memory: int,
    patience: float,
) -> Any:
    """Return what a program says to a question; raises `ProgramStopped`.

    `patience` is in seconds by the clock, because a machine may be busy with other things.
    """
    given = {**question, "seconds": seconds, "memory": memory}
    try:
        finished = subprocess.run(
            [sys.executable, "-I", str(program)],
            input=json.dumps(given).encode("ascii"),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={},
            timeout=patience,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise ProgramStopped(f"It took more than {patience} seconds.") from error
    if finished.returncode != 0:
        raise ProgramStopped(f"It ended with status {finished.returncode}.")
    return json.loads(finished.stdout)
