"""The size of each project: nearly all are small, and a few are not.

Three have sizes that measurements are named for.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random

from tests.benchmarks.generator.names import names

SMALL, THOUSAND, BIG = "six-files", "thousand-files", "big-project"

_MOST_FILES = 4_000
_MOST_RELEASES = 800
_FIXED = {SMALL: (3, 2, 0), THOUSAND: (200, 5, 0), BIG: (1_200, 4, 200)}
"""Releases, files of each, and how many releases have one file more."""


@dataclass(slots=True)
class Project:
    """One project: what it will have, and what it has so far."""

    name: str
    id: str
    owner: int
    releases: int
    files: int
    more: int
    style: int
    classifiers: tuple[int, ...]
    requirements: tuple[str, ...] = ()
    made: int = 0
    last_serial: int = 0
    total_size: int = 0
    created: str = field(default="")
    summary: str = field(default="")
    keywords: str = field(default="")

    def files_of_next(self) -> int:
        """Return the number of files of its next release."""
        return self.files + (self.made < self.more)


def projects(count: int, random: Random, people: int) -> list[Project]:
    """Return so many projects of the first `people` users, of which some are busier."""
    made = [
        _project(name, random, people, _FIXED.get(name))
        for name in _all_names(count, random)
    ]
    for project in made:
        wanted = int(random.expovariate(0.6))
        chosen = (made[int(count * random.random() ** 4)].name for _ in range(wanted))
        project.requirements = tuple(dict.fromkeys(chosen))
    return made


def _all_names(count: int, random: Random) -> Iterator[str]:
    if count < len(_FIXED):
        raise ValueError(f"at least {len(_FIXED)} projects, not {count}")
    yield from _FIXED
    yield from names(count - len(_FIXED), random, set(_FIXED))


def _project(
    name: str, random: Random, people: int, fixed: tuple[int, int, int] | None
) -> Project:
    releases, files, more = fixed or _size(random)
    return Project(
        name=name,
        id=f"{random.getrandbits(128):032x}",
        owner=int(people * random.random() ** 2),
        releases=releases,
        files=files,
        more=more,
        style=int(random.random() * 3),
        classifiers=tuple(
            {int(random.random() ** 2 * 600) for _ in range(int(random.random() * 8))}
        ),
    )


def _size(random: Random) -> tuple[int, int, int]:
    releases = min(int(random.paretovariate(1.4)), _MOST_RELEASES)
    files = 2 if random.random() < 0.6 else 1
    if random.random() < 0.05:
        files = min(3 + int(random.expovariate(0.15)), 40)
    return releases, min(files, max(1, _MOST_FILES // releases)), 0
