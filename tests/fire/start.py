"""A start for all processes of a run at the same moment, and their common end."""

import time
from collections.abc import Iterator
from pathlib import Path

_LONGEST_START = 120


def turns(folder: Path, who: str) -> Iterator[None]:
    """Say that we are ready, wait for the others, and go on until the end."""
    (folder / f"{who}.ready").touch()
    moment, deadline = folder / "until", time.monotonic() + _LONGEST_START
    while not moment.exists():
        assert time.monotonic() < deadline, "nobody started us"
        time.sleep(0.02)
    until = float(moment.read_text())
    while time.monotonic() < until:
        yield


def all_ready(folder: Path, count: int) -> bool:
    """Whether so many processes wait for us."""
    return len(list(folder.glob("*.ready"))) >= count


def start(folder: Path, seconds: float) -> float:
    """Let them run; answers the moment of the monotonic clock at which they end."""
    until = time.monotonic() + seconds
    written = folder / "until.new"
    written.write_text(str(until))
    written.rename(folder / "until")
    return until
