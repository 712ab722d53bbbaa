"""Which members of a file to look at first, and why, in words."""

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from warehouse.scanning.constructs import (
    DECODES,
    DENSE,
    HIDDEN,
    LONG_STRING,
    NETWORK,
    PROCESSES,
    READS,
    RUNS,
)
from warehouse.scanning.inspecting import LARGEST_SOURCE, Finding, Inspected, Inspector
from warehouse.scanning.installing import (
    BY_ITSELF,
    LARGEST_SAYING,
    ON_IMPORT,
    named_in,
    says_what_runs,
    when_run,
)
from warehouse.scanning.members import Member

MOST_SOURCES = 400
"""Members of a file that are inspected."""

LARGEST_SOURCES = 4 * 1024 * 1024
"""Bytes of them together."""

MOST_LISTED = 30
"""Members that are listed as what to look at first."""

SMALLEST_DISTINCT = 200
"""Bytes from which on a module tells something about where it comes from."""

SKETCH = 16
"""Digests that are kept of the modules of a file."""

_LEAST, _MOST_SAYING = 3, 20
SUFFIXES = (".py", ".pyw", ".pth", ".sh", ".ps1", ".js", ".bat", ".cmd")
"""The ends of names of members that can be inspected."""

WEIGHTS = {DECODES: 1, RUNS: 2, NETWORK: 2, PROCESSES: 2, READS: 1, HIDDEN: 3}
"""How much each kind of construct stands out."""

_WORDS = {
    DECODES: "It decodes data",
    RUNS: "It runs text as code",
    NETWORK: "It uses the network",
    PROCESSES: "It starts programs or calls machine code",
    READS: "It reads the environment or places of secrets",
    HIDDEN: "It hides text from readers",
}
_TOGETHER = (
    (
        frozenset((DECODES, RUNS)),
        4,
        "It decodes and runs: what it does is not in its text.",
    ),
    (frozenset((READS, NETWORK)), 3, "It reads what is private, and can send it away."),
    (frozenset((NETWORK, RUNS)), 3, "It can run what it fetches."),
    (frozenset((NETWORK, PROCESSES)), 2, "It can start what it fetches."),
)


@dataclass(frozen=True)
class Assessed:
    """A member to look at: how much it stands out, why, its entropy, its first line."""

    name: str
    score: int
    reasons: list[str]
    entropy: float
    line: int


@dataclass(frozen=True)
class Assessment:
    """What is to be looked at in a file first, and what was left out."""

    members: list[Assessed] = field(default_factory=list)
    inspected: int = 0
    left_out: int = 0

    def as_json(self) -> dict[str, Any]:
        """Return what is stored."""
        return asdict(self)

    @classmethod
    def from_json(cls, stored: dict[str, Any]) -> "Assessment":
        """Return what was stored."""
        members = [Assessed(**each) for each in stored["members"]]
        return cls(members, stored["inspected"], stored["left_out"])


@dataclass(frozen=True)
class _Source:
    """A member that can be inspected, without its content."""

    position: int
    name: str
    size: int


def inspect(
    filename: str, members: Callable[[], Iterable[Member]], inspector: Inspector
) -> tuple[Assessment, list[bytes]]:
    """Return what stands out in a file, and its sketch; its members are read twice.

    Until all of them are known each may be one to inspect, and together they are too large
    to be kept.
    """
    sources = Sources(filename)
    for position, member in enumerate(members()):
        sources.add(position, member)
    chosen = sources.chosen()
    read = {
        position: Member(member.name, member.content[:LARGEST_SOURCE])
        for position, member in enumerate(members())
        if position in chosen
    }
    return sources.assess(chosen, read, inspector), sources.sketch()


class Sources:
    """Chooses which members of a file are inspected, while it is read."""

    def __init__(self, filename: str) -> None:
        self.is_sdist = not filename.endswith((".whl", ".egg"))
        self._said: dict[str, bytes] = {}
        self._members: list[_Source] = []
        self._digests: set[bytes] = set()

    def add(self, position: int, member: Member) -> None:
        """Take note of the member at a position, if it is one that can be inspected."""
        name, content = member.name, member.content
        if says_what_runs(name, self.is_sdist) and len(self._said) < _MOST_SAYING:
            self._said[name] = content[:LARGEST_SAYING]
        if name.endswith(".py") and len(content) >= SMALLEST_DISTINCT:
            self._digests.add(hashlib.sha256(content).digest()[:16])
        if name.lower().endswith(SUFFIXES) or ".data/scripts/" in name:
            size = min(len(content), LARGEST_SOURCE)
            self._members.append(_Source(position, name, size))

    def sketch(self) -> list[bytes]:
        """Return the least digests of modules: files alike have most of these in common."""
        return sorted(self._digests)[:SKETCH]

    def chosen(self) -> dict[int, str]:
        """Return the positions of those to inspect, and when each runs by itself.

        What runs by itself comes first.
        """
        said = named_in(self._said)
        when = {
            each.position: when_run(each.name, self.is_sdist, said)
            for each in self._members
        }
        ordered = sorted(
            self._members,
            key=lambda each: (
                -_urgency(when[each.position]),
                each.name.count("/"),
                each.name,
            ),
        )
        return {each.position: when[each.position] for each in _within(ordered)}

    def assess(
        self, chosen: Mapping[int, str], read: Mapping[int, Member], inspector: Inspector
    ) -> Assessment:
        """Return what to look at first of the chosen members, as they were read again."""
        members = [read[each] for each in chosen]
        found = zip(chosen.values(), members, inspector.inspect(members), strict=True)
        assessed = [assess(each.name, when, result) for when, each, result in found]
        listed = sorted(
            (each for each in assessed if each.score >= _LEAST),
            key=lambda each: (-each.score, each.name),
        )
        left_out = len(self._members) - len(chosen)
        return Assessment(listed[:MOST_LISTED], len(chosen), left_out)


def assess(name: str, when: str, inspected: Inspected) -> Assessed:
    """Return how much a member stands out, with reasons in words."""
    by_itself = when in BY_ITSELF
    reasons, score = ([when] if when else []), 3 if by_itself else 0
    kinds = {each.kind: each for each in reversed(inspected.findings)}
    for kind, first in sorted(kinds.items(), key=lambda each: each[1].line):
        runs = [each for each in inspected.findings if each.kind == kind and each.runs]
        times = 3 if by_itself else 2 if runs and when == ON_IMPORT else 1
        score += times * WEIGHTS[kind]
        reasons.append(_sentence(kind, runs[0] if runs else first))
    for together, more, reason in _TOGETHER:
        if together <= kinds.keys():
            score += more * (2 if by_itself or when == ON_IMPORT else 1)
            reasons.append(reason)
    if inspected.problem:
        score += 3
        reasons.append(inspected.problem)
    if inspected.longest >= 5 * LONG_STRING and inspected.longest_entropy >= DENSE:
        score += 2
        reasons.append(f"A word of {inspected.longest} characters looks like encoded data.")
    line = min((each.line for each in inspected.findings), default=1)
    return Assessed(name, score, reasons, inspected.entropy, line)


def _sentence(kind: str, finding: Finding) -> str:
    when = ", as soon as it is loaded" if finding.runs else ""
    return f"{_WORDS[kind]}{when}: {finding.what} in line {finding.line}."


def _urgency(when: str) -> int:
    return 3 if when in BY_ITSELF else 2 if when not in ("", ON_IMPORT) else len(when) > 0


def _within(members: Sequence[_Source]) -> Iterable[_Source]:
    """Yield so many members as may be inspected; those that are too large are left out."""
    left, chosen = LARGEST_SOURCES, 0
    for each in members:
        if each.size <= left and chosen < MOST_SOURCES:
            left, chosen = left - each.size, chosen + 1
            yield each
