"""Taking away what says nothing, the same way from a form and from a file."""

from collections.abc import Mapping
from io import StringIO
from typing import Any

from warehouse.packaging.unsaid import is_unsaid

_FOLDS = ("       |", "        |", "        ")
"""What stands before the lines of a description that is a header (PEP 314, PEP 345)."""


def cleaned(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return `values`, by the keys of `packaging.metadata`, without empty ones."""
    found = {key: _said(value) for key, value in values.items()}
    return {key: value for key, value in found.items() if value}


def _said(value: Any) -> Any:
    if isinstance(value, str):
        return None if says_nothing(value) else value
    if isinstance(value, dict):
        return {
            label: url
            for label, url in value.items()
            if not (says_nothing(label) and says_nothing(url)) and not is_unsaid(url)
        }
    return [each for each in value if not says_nothing(each)]


def says_nothing(text: str) -> bool:
    """Return whether `text` is empty, or what is written where there is nothing to say."""
    return not text.strip() or is_unsaid(text)


def unfolded(description: str) -> str:
    """Return a description without the marks that made its lines a header."""
    first, *rest = list(StringIO(description, newline="")) or [""]
    for prefix in _FOLDS:
        if any(line.strip() for line in rest) and all(
            line.startswith(prefix) or not line.strip() for line in rest
        ):
            return first + "".join(line.removeprefix(prefix) for line in rest)
    return description


def perhaps_unfolded(description: str) -> str:
    """Unfold a description of which nobody says whether it was a header.

    After two colons an indented rest is a literal block, if no bar says otherwise.
    """
    first, _, rest = description.partition("\n")
    is_literal = first.rstrip().endswith("::") and not rest.lstrip(" ").startswith("|")
    return description if is_literal else unfolded(description)
