"""What a release requires, as pages show it: in groups, with the projects that are here."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from warehouse.packaging.requirements import Needed, grouped, needed
from warehouse.pages.conditions import words

MOST = 1_000
"""How many requirements a page shows."""


def listed(requirements: Iterable[tuple[str, str | None]]) -> dict[str, Any]:
    """Return requirements in groups, and the names of the projects here by theirs.

    Each comes with the name of the project here that it names, if there is one.
    """
    read = [(needed(text), name) for text, name in requirements]
    known = {each.normalized_name: name for each, name in read if name is not None}
    return values_of([each for each, _ in read], known)


def values_of(read: Sequence[Needed], known: Mapping[str, str]) -> dict[str, Any]:
    """Return requirements in groups, with the projects here that they name."""
    return {
        "words": words,
        "requirements": grouped(read),
        "known": known,
        "most_requirements": MOST,
        "are_requirements_cut": len(read) == MOST,
    }
