"""What became of a legacy database: what came along, what changed, what did not."""

from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(frozen=True)
class Count:
    """How many rows of one kind there were, and how many there are now."""

    kind: str
    before: int
    after: int


@dataclass(frozen=True)
class Unkept:
    """Rows, or values, that were left behind or changed on the way.

    `kind` is that of the `Count` which they explain; empty where they explain none.
    """

    what: str
    rows: int
    kind: str = ""
    examples: tuple[str, ...] = ()

    def __str__(self) -> str:
        shown = f" ({', '.join(self.examples)})" if self.examples else ""
        return f"{self.what}: {self.rows:,}{shown}"


@dataclass
class Report:
    """The outcome of an adoption, for people (`lines`) and programs (`as_dict`)."""

    revision: str = ""
    counts: list[Count] = field(default_factory=list)
    not_carried: list[Unkept] = field(default_factory=list)
    changed: list[Unkept] = field(default_factory=list)

    def lines(self) -> list[str]:
        """Return the report, a line for each fact."""
        lines = [f"The database is now at revision {self.revision}."]
        lines += [f"{c.kind}: {c.before:,} before, {c.after:,} now" for c in self.counts]
        if self.changed:
            lines += ["", "Changed on the way:", *(f"  {item}" for item in self.changed)]
        if self.not_carried:
            lines += ["", "Not carried over:", *(f"  {item}" for item in self.not_carried)]
        return lines

    def as_dict(self) -> dict[str, Any]:
        """Return the report as plain values, ready for JSON."""
        return asdict(self)

    def left_behind(self, kind: str) -> int:
        """Return how many rows of `kind` were not carried."""
        return sum(item.rows for item in self.not_carried if item.kind == kind)
