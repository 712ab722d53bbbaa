"""Having members inspected by a program of its own, which a hostile member may stop.

`program.py` is the program. A member that stops it is told of as such and looked at once
more without parsing; the others are inspected by another run.
"""

import json
import math
import re
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from warehouse.scanning.constructs import entropy
from warehouse.scanning.members import Member, clean

SECONDS = 20
"""Seconds that the members of one file may take, together."""

SECONDS_EACH = 3
"""Seconds of the processor that one member may take."""

MEMORY = 768 * 1024 * 1024
"""Bytes of memory that the program may take."""

LARGEST_SOURCE = 1024 * 1024
"""Bytes of a member that are inspected."""

_PROGRAM = Path(__file__).with_name("program.py")
_ACTING = re.compile(rb"[^\x00-\x7f]|[(@\"'\\]|import|[^\n]{200}")
"""Without a call, decorator, text, import or long line a module of Python does nothing."""

_MOST_RUNS, _LONGEST = 8, 200
_LEFT_OUT = "It was not inspected: others took the time."
_LONG = f"Only its first {LARGEST_SOURCE} bytes were inspected, and not parsed."
_STOPPED = "It stops whoever parses it: it takes too much time, memory or depth."


@dataclass(frozen=True)
class Finding:
    """A construct: its line, its kind, what it is, and whether importing runs it."""

    line: int
    kind: str
    what: str
    runs: bool


@dataclass(frozen=True)
class Inspected:
    """What was found in a member; `problem` says why it was not parsed."""

    findings: tuple[Finding, ...] = ()
    problem: str = ""
    entropy: float = 0.0
    longest: int = 0
    longest_entropy: float = 0.0


class Inspector:
    """Inspects members within bounds of time and memory."""

    def __init__(
        self, *, seconds: float = SECONDS, each: float = SECONDS_EACH, memory: int = MEMORY
    ) -> None:
        self.seconds, self.each, self.memory = seconds, each, memory

    def inspect(self, members: Sequence[Member]) -> list[Inspected]:
        """Return what is found in each member, in their order."""
        acting = [each for each in members if _acts(each)]
        found = iter(self._inspect(acting))
        return [
            _told(each, next(found)) if _acts(each) else _quiet(each) for each in members
        ]

    def _inspect(self, members: Sequence[Member]) -> list[Inspected]:
        """Run the program until each member is inspected, or the time is up.

        Each run of the program but the first begins with the member that stopped the last.
        """
        until, done = time.monotonic() + self.seconds, list[Inspected]()
        for number in range(_MOST_RUNS):
            left = until - time.monotonic()
            if len(done) == len(members) or left <= 0:
                break
            found = self._run(members[len(done) :], parse=number == 0, seconds=left)
            if number:
                first = found[0] if found else Inspected()
                found = [replace(first, problem=_STOPPED), *found[1:]]
            done += found
        return [*done, *[Inspected(problem=_LEFT_OUT)] * (len(members) - len(done))]

    def _run(
        self, members: Sequence[Member], *, parse: bool, seconds: float
    ) -> list[Inspected]:
        """Return what the program says before it ends; `parse`: the first member, too."""
        bounds = {"seconds": math.ceil(seconds), "each": self.each, "memory": self.memory}
        given = [_line(bounds)]
        for number, each in enumerate(members):
            content = each.content[:LARGEST_SOURCE]
            parsed = (parse or number > 0) and len(each.content) < LARGEST_SOURCE
            about = {"name": each.name, "size": len(content), "parse": parsed}
            given += [_line(about), content]
        with subprocess.Popen(
            [sys.executable, "-I", "-S", str(_PROGRAM)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={},
        ) as process:
            try:
                said, _ = process.communicate(b"".join(given), timeout=seconds)
            except subprocess.TimeoutExpired:
                process.kill()
                said, _ = process.communicate()
        return [_understood(line) for line in said.split(b"\n")[:-1]]


def _acts(member: Member) -> bool:
    """Return whether a member can do anything; many modules are empty or nearly so."""
    return not member.name.endswith(".py") or _ACTING.search(member.content) is not None


def _quiet(member: Member) -> Inspected:
    return Inspected(entropy=round(entropy(member.content), 2))


def _told(member: Member, found: Inspected) -> Inspected:
    """Return what was found, with a note about a member that is too long for parsing."""
    if found.problem or len(member.content) < LARGEST_SOURCE:
        return found
    return replace(found, problem=_LONG)


def _line(about: dict[str, Any]) -> bytes:
    return json.dumps(about).encode("ascii") + b"\n"


def _understood(line: bytes) -> Inspected:
    said = json.loads(line)
    found = tuple(
        Finding(at, kind, clean(what)[:_LONGEST], runs)
        for at, kind, what, runs in said.pop("found")
    )
    return Inspected(findings=found, **said | {"problem": clean(said["problem"])})
