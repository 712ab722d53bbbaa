"""Golden tables in `tests/snapshots/`; `SNAPSHOTS=rewrite` writes them anew."""

import os
from collections.abc import Iterable, Sequence
from pathlib import Path

FOLDER = Path(__file__).parents[1] / "snapshots"


def compare(name: str, rows: Iterable[Sequence[str]]) -> None:
    """Assert that the table `name` is what `rows` say, or write it."""
    path = FOLDER / name
    table = "".join(f"{' | '.join(row)}\n" for row in rows)
    if os.environ.get("SNAPSHOTS") == "rewrite":
        path.write_text(table)
    hint = "read the difference, then run `make snapshots`"
    assert table.splitlines() == path.read_text().splitlines(), hint
