"""The writes that were asked for and acknowledged, by which every answer is judged.

For each write a writer appends two lines to a file of its own: before it asks, what will
then be true, and the same once the write is acknowledged. A reader reads all these files
before it sends a request, and again when it has the answer. So it knows, without
comparing clocks, what the answer has to say: what was acknowledged before it asked, unless
something else was begun before it was answered. A write that nobody answered leaves both
possible, until a later one about the same thing is acknowledged.

Only the list of all projects may lag; for it, the times of acknowledgements are kept.
"""

import json
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from packaging.version import Version

Value = bool | str
Facts = dict[str, Value]
"""`exists`, `listed`, `release 1.0` and `file x.whl` are true or not; `yanked 1.0` is a
reason or false. What nobody ever spoke of is false."""

_KEPT_SERIALS = 1000


class Pen:
    """Writes one of the files of the ledger."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("ab", buffering=0)

    def begin(self, project: str, facts: Facts) -> None:
        """From now on these may be true."""
        self._write(project, facts, None)

    def settle(self, project: str, facts: Facts, serial: int) -> None:
        """From now on these are true."""
        self._write(project, facts, serial)

    def close(self) -> None:
        self._file.close()

    def _write(self, project: str, facts: Facts, serial: int | None) -> None:
        line = json.dumps([time.monotonic(), project, facts, serial])
        self._file.write(line.encode() + b"\n")


@dataclass
class Known:
    """The possible states of one project at this moment."""

    facts: dict[str, set[Value]] = field(default_factory=dict)
    serials: deque[tuple[float, int]] = field(
        default_factory=lambda: deque([(0.0, 0)], _KEPT_SERIALS)
    )
    listed_since: float = 0.0
    listings: int = 0
    newest: int = 0

    def note(self, at: float, facts: Facts, serial: int | None) -> None:
        """Take in one line."""
        before = self.facts.get("listed", {False})
        for key, value in facts.items():
            held = set() if serial is not None else self.facts.get(key, {False})
            self.facts[key] = held | {value}
            if self.facts[key] == {False}:
                del self.facts[key]
            if key.startswith("release "):
                version = Version(key.removeprefix("release "))
                self.newest = max(self.newest, version.minor)
        if before != self.facts.get("listed", {False}):
            self.listed_since, self.listings = at, self.listings + 1
        if serial is not None:
            self.serials.append((at, serial))

    def serial(self, before: float = float("inf")) -> int:
        """The newest serial that was acknowledged by a moment."""
        return max((serial for at, serial in self.serials if at <= before), default=0)


@dataclass
class Watch:
    """The possible answers about one project while a request is under way."""

    project: str
    serial: int
    newest: int
    allowed: dict[str, set[Value]]

    def may(self, key: str, value: Value) -> bool:
        """Whether this was possible at any moment of the request."""
        return value in self.allowed.get(key, {False})

    def named(self, kind: str) -> set[str]:
        """The releases or files that were there, or came, or went."""
        return {key.partition(" ")[2] for key in self.allowed if key.startswith(f"{kind} ")}

    def admit(self, facts: Facts) -> None:
        """Something was begun meanwhile."""
        for key, value in facts.items():
            self.allowed.setdefault(key, {False}).add(value)


@dataclass(frozen=True)
class Listing:
    """The possible entries of one project in the list of all projects."""

    is_listed: bool
    serial: int
    listings: int


class Ledger:
    """All files of a directory, read as they grow."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.projects: dict[str, Known] = {}
        self.recent: deque[str] = deque(maxlen=8)
        self.settled = 0
        self._files: dict[Path, tuple] = {}
        self._watches: list[Watch] = []

    def catch_up(self) -> None:
        """Take in every line that has been written."""
        for path in self.folder.glob("*.ledger"):
            if path not in self._files:
                self._files[path] = (path.open("rb"), [b""])
        for file, rest in self._files.values():
            *lines, rest[0] = (rest[0] + file.read()).split(b"\n")
            for line in lines:
                self.note(*json.loads(line))

    def note(self, at: float, project: str, facts: Facts, serial: int | None) -> None:
        """Take in one line."""
        self.projects.setdefault(project, Known()).note(at, facts, serial)
        self.recent.append(project)
        self.settled += bool(serial)
        for watch in self._watches:
            if watch.project == project:
                watch.admit(facts)

    @contextmanager
    def watching(self, project: str) -> Iterator[Watch]:
        """Follow one project from before a request until after its answer."""
        self.catch_up()
        known = self.projects[project]
        held = {key: set(values) for key, values in known.facts.items()}
        watch = Watch(project, known.serial(), known.newest, held)
        self._watches.append(watch)
        try:
            yield watch
        finally:
            self._watches.remove(watch)

    def listings(self, before: float) -> dict[str, Listing]:
        """Return the entries that a list of all projects as of `before` must have."""
        found = {}
        for name, known in self.projects.items():
            values = known.facts.get("listed", {False})
            if len(values) == 1 and known.listed_since <= before:
                serial = known.serial(before)
                found[name] = Listing(values == {True}, serial, known.listings)
        return found

    def serial(self, before: float = float("inf")) -> int:
        """The newest serial of all that was acknowledged by a moment."""
        return max((known.serial(before) for known in self.projects.values()), default=0)

    def close(self) -> None:
        for file, _ in self._files.values():
            file.close()
