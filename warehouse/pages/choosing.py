"""Choosing releases by the Pythons that they take, their size and their year."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from warehouse.i18n import Message, _
from warehouse.packaging.limits import MIB
from warehouse.packaging.resolving import PYTHONS, takes_python

SIZES = {"1": 1 * MIB, "10": 10 * MIB, "100": 100 * MIB}
"""The most bytes that all files of a release may have, by what an address says."""

PARAMETERS = ("python", "size", "year")


class NoSuchChoice(Exception):
    """An address asks for something that there is not to choose."""

    def __init__(self, problem: Message) -> None:
        super().__init__(problem)
        self.problem = problem


@dataclass(frozen=True)
class Choice:
    """What releases have to be; what is empty may be anything."""

    python: str = ""
    size: str = ""
    year: str = ""

    @property
    def is_empty(self) -> bool:
        """Return whether all releases are chosen."""
        return self == Choice()

    def takes(self, release: Any) -> bool:
        """Return whether a release is one of those that are chosen."""
        if self.year and str(release.created.year) != self.year:
            return False
        if self.size and release.size > SIZES[self.size]:
            return False
        return not self.python or takes_python(release.requires_python, self.python)


def years_of(releases: Iterable[Any]) -> Sequence[str]:
    """Return the years that releases are from, the newest first."""
    return sorted({str(each.created.year) for each in releases}, reverse=True)


def choice_of(said: Mapping[str, str], years: Sequence[str]) -> Choice:
    """Return what an address asks for; raises `NoSuchChoice`."""
    offered = {"python": PYTHONS, "size": tuple(SIZES), "year": tuple(years)}
    chosen = {name: said.get(name, "") for name in PARAMETERS}
    for name, value in chosen.items():
        if value and value not in offered[name]:
            problem = _("${value} is nothing to choose here. Choose one of: ${all}")
            said_of = {"value": value, "all": ", ".join(offered[name])}
            raise NoSuchChoice(problem.with_values(**said_of))
    return Choice(**chosen)
