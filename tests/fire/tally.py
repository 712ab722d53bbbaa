"""The counts of each process, and their sum."""

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

_MOST_TOLD = 20


@dataclass
class Tally:
    """Counts by name, and what was found wrong, in words."""

    counts: Counter[str] = field(default_factory=Counter)
    violations: list[str] = field(default_factory=list)

    def count(self, *names: str) -> None:
        self.counts.update(names)

    def accuse(self, sentence: str) -> None:
        """Keep the first violations; all of them are counted."""
        self.count("violations")
        if len(self.violations) < _MOST_TOLD:
            self.violations.append(sentence)

    def save(self, path: Path) -> None:
        path.write_text(json.dumps([self.counts, self.violations]))

    @classmethod
    def sum(cls, paths: Iterable[Path]) -> "Tally":
        """Return the sum of the counts of all processes."""
        total = cls()
        for path in paths:
            counts, violations = json.loads(path.read_text())
            total.counts.update(counts)
            total.violations += violations
        return total

    def __str__(self) -> str:
        width = max(map(len, self.counts), default=0)
        lines = [f"{name:{width}} {self.counts[name]:8}" for name in sorted(self.counts)]
        return "\n".join([*lines, *self.violations])
