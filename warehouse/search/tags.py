"""Tags: what a project has besides words, such as `import:yaml`.

A tag is a lexeme of its document with a colon in it, which no word has; so the index of the
words finds it, and tells how many projects have it.
"""

import enum
from collections.abc import Iterable

LONGEST_TAG = 100
"""Characters of a value; longer ones are cut off in documents, and nobody asks for them."""


class Tag(enum.StrEnum):
    """The kinds of tags; all but names of projects are compared without their case."""

    AUTHOR = "author"
    COMMAND = "command"
    DEPENDS = "depends"
    IMPORT = "import"
    KEYWORD = "keyword"
    PROVIDES = "provides"

    def of(self, value: str) -> str:
        """Return the tag of this kind for `value`."""
        return f"{self.value}:{' '.join(value.lower().split())[:LONGEST_TAG]}"


def written(wanted: Iterable[str], unwanted: Iterable[str] = ()) -> str:
    """Return tags as PostgreSQL writes a query (`tsquery`) for all of them."""
    return " & ".join(
        [*(_quoted(each) for each in wanted), *(f"!{_quoted(each)}" for each in unwanted)]
    )


def any_of(tags: Iterable[str]) -> str:
    """Return tags as a query (`tsquery`) for any of them."""
    return " | ".join(map(_quoted, tags))


def _quoted(tag: str) -> str:
    escaped = tag.replace("\\", "\\\\").replace("'", "''")
    return f"'{escaped}'"
