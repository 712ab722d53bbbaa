"""Answers that are a file of this machine, which the edge may send by itself."""

from dataclasses import dataclass
from pathlib import Path

from warehouse.http.caching.conditions import Validators

SENDABLE = "warehouse.sendable"
"""Where a WSGI environment says that its answer may be sent again: a `Sendable`."""


@dataclass(frozen=True)
class Sendable:
    """An answer that is valid for everyone until one of `keys` is purged.

    Its body is the file at `path`, which is never written again and has these `validators`;
    where `path` is None the answer's own body is meant.
    """

    keys: frozenset[str]
    path: Path | None = None
    size: int = 0
    validators: Validators | None = None
    counted_as: str | None = None
    """The path under which sending it is counted as a download, if it is one."""
