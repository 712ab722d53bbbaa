"""The new lines of a release that somebody should read before installing it, worst first.

What a program does is found by `scanning`; here only its new lines count, and first come
those that run by themselves: nobody has to do more than install the release.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from warehouse.contents.comparing import Change, Comparison, can_be_inspected, members_in
from warehouse.contents.line_differences import added_in
from warehouse.scanning.assessing import WEIGHTS, assess
from warehouse.scanning.constructs import HIDDEN
from warehouse.scanning.inspecting import Finding, Inspected, Inspector
from warehouse.scanning.installing import (
    BY_ITSELF,
    ON_IMPORT,
    named_in,
    says_what_runs,
    when_run,
)

MOST_INSPECTED = 200
"""Members of a file that are inspected."""

MOST_BYTES = 4 * 1024 * 1024
"""Bytes of them together."""

MOST_LINES = 4
"""Lines of a member that are shown; there may be more."""

_LONGEST = 240


@dataclass(frozen=True)
class MarkedLine:
    """A new line that stands out: its number, its text without indentation, and why."""

    number: int
    text: str
    kinds: tuple[str, ...]
    whats: tuple[str, ...]


@dataclass(frozen=True)
class Marked:
    """A member with new lines that stand out, or that runs by itself and changed."""

    change: Change
    score: int
    when: str
    """When it runs: at installation, at each start, on import; empty if asked for only."""
    lines: tuple[MarkedLine, ...]
    more: int
    """How many further lines stand out."""
    problem: str

    @property
    def runs_by_itself(self) -> bool:
        """Return whether nobody has to do anything so that it runs."""
        return self.when in BY_ITSELF


@dataclass(frozen=True)
class Marks:
    """The members to look at first, and how many programs were not inspected."""

    members: list[Marked]
    left_out: int


def marks_of(compared: Comparison, inspector: Inspector) -> Marks:
    """Return what stands out in what is new in the newer file."""
    when = _when(compared)
    programs = [
        each
        for each in compared.changes
        if each.after is not None and can_be_inspected(each.after.name)
    ]
    programs.sort(
        key=lambda each: (-_urgency(when[each.key]), each.key.count("/"), each.key)
    )
    chosen = _within(programs)
    found = inspector.inspect(list(members_in(chosen)))
    marked = [
        _marked(change, when[change.key], inspected)
        for change, inspected in zip(chosen, found, strict=True)
    ]
    shown = [each for each in marked if each.lines or each.problem or each.runs_by_itself]
    shown.sort(key=lambda each: (-each.score, each.change.key))
    return Marks(shown, len(programs) - len(chosen))


def _when(compared: Comparison) -> dict[str, str]:
    """Return when each member of the newer file runs, by its key."""
    is_sdist = not compared.after.filename.endswith((".whl", ".egg"))
    there = compared.sides[1].parts
    saying = {
        part.name: part.content or b""
        for part in there.values()
        if says_what_runs(part.name, is_sdist)
    }
    said = named_in(saying)
    when = {key: when_run(part.name, is_sdist, said) for key, part in there.items()}
    return {**{each.key: "" for each in compared.changes}, **when}


def _within(programs: Sequence[Change]) -> list[Change]:
    """Return so many programs as may be inspected; what was not kept cannot be."""
    left, chosen = MOST_BYTES, list[Change]()
    for each in programs:
        content = each.after.content if each.after is not None else None
        if content is None or len(content) > left or len(chosen) >= MOST_INSPECTED:
            continue
        left -= len(content)
        chosen.append(each)
    return chosen


def _marked(change: Change, when: str, inspected: Inspected) -> Marked:
    """Return a member with what of it is new and stands out."""
    lines = change.after.lines if change.after is not None else []
    is_new = _new_lines(change, lines)
    new = tuple(each for each in inspected.findings if each.line in is_new)
    kept = Inspected(
        new,
        inspected.problem,
        inspected.entropy,
        inspected.longest if change.before is None else 0,
        inspected.longest_entropy,
    )
    assessed = assess(change.name, when, kept)
    found = sorted({each.line for each in new}, key=lambda n: (-_weight(n, new), n))
    chosen = sorted(found[:MOST_LINES])
    # Whatever runs by itself is shown, since not all that is malicious is found.
    quiet = sorted(is_new - set(found)) if when in BY_ITSELF else []
    chosen += [n for n in quiet if 0 < n <= len(lines) and lines[n - 1].strip()]
    shown = [_line(number, lines, new) for number in chosen[:MOST_LINES]]
    more = max(0, len(found) - MOST_LINES)
    return Marked(change, assessed.score, when, tuple(shown), more, inspected.problem)


def _new_lines(change: Change, lines: Sequence[str]) -> set[int]:
    """Return the numbers of the lines that the older file does not have there.

    Where comparing took too long, all that the older one has nowhere are new.
    """
    if change.before is None:
        return set(range(len(lines) + 1))
    if change.opcodes is not None:
        return added_in(change.opcodes)
    known = {each.strip() for each in change.before.lines}
    return {n for n, each in enumerate(lines, 1) if each.strip() not in known}


def _weight(number: int, found: Sequence[Finding]) -> int:
    """Return how much a line stands out."""
    here = {each.kind: each for each in found if each.line == number}
    return sum(WEIGHTS[kind] * (2 if each.runs else 1) for kind, each in here.items())


def _line(number: int, lines: Sequence[str], found: Sequence[Finding]) -> MarkedLine:
    here = [each for each in found if each.line == number]
    text = lines[number - 1] if 0 < number <= len(lines) else ""
    return MarkedLine(
        number,
        " ".join(text.split())[:_LONGEST],
        tuple(dict.fromkeys(each.kind for each in here)),
        tuple(dict.fromkeys(each.what for each in here if each.kind != HIDDEN)),
    )


def _urgency(when: str) -> int:
    return 2 if when in BY_ITSELF else 1 if when == ON_IMPORT else 0
