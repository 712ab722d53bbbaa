"""Reads `CHANGELOG.rst`: the releases, and the schema revisions that each brings."""

import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path

CHANGELOG = Path(__file__).parents[2] / "CHANGELOG.rst"

_TITLE = re.compile(r"^(\d+\.\d+\.\d+) \((\d{4}-\d\d-\d\d)\)\n(-+)\n", re.MULTILINE)
_REVISION = re.compile(r"^- ``(\d{12})``( \*long\*)?: \S", re.MULTILINE)
_UPGRADING = re.compile(r"^Upgrading:(.*)\Z", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Revision:
    """One step of the schema; `is_long` says that nothing limits its time."""

    id: str
    is_long: bool


@dataclass(frozen=True)
class Release:
    """One entry: its version, its day, and the revisions in the order they are written."""

    version: str
    day: date
    upgrading: str

    @property
    def revisions(self) -> list[Revision]:
        """The revisions that `Upgrading` lists."""
        found = _REVISION.findall(self.upgrading)
        return [Revision(id, is_long=bool(mark)) for id, mark in found]


def releases(text: str) -> list[Release]:
    """All releases of a changelog as it is written, newest first."""
    _, *fields = _TITLE.split(text)
    return [
        Release(version, date.fromisoformat(day), "".join(_UPGRADING.findall(body)))
        for version, day, _, body in zip(*(fields[n::4] for n in range(4)), strict=True)
    ]
