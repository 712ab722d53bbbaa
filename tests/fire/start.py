"""A start for all processes of a run at the same moment, and their common end."""

import time
from collections.abc import Iterator
from pathlib import Path

_LONGEST_START = 120


def turns(folder: Path, who: str) -> Iterator[None]:
    """Say that we are ready, wait for the others, and go on until all are to end."""
    (folder / f"{who}.ready").touch()
    deadline = time.monotonic() + _LONGEST_START
    while not (folder / "start").exists():
        assert time.monotonic() < deadline, "nobody started us"
        time.sleep(0.02)
    while not (folder / "end").exists():
        yield


def all_ready(folder: Path, count: int) -> bool:
    """Whether so many processes wait for us."""
    return len(list(folder.glob("*.ready"))) >= count


def start(folder: Path) -> None:
    (folder / "start").touch()


def end(folder: Path) -> None:
    (folder / "end").touch()
