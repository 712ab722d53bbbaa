"""SPDX expressions (annex D of the SPDX specification): which licences one lets choose."""

import fnmatch
from collections.abc import Callable, Iterator
from functools import lru_cache

from packaging.licenses import (
    InvalidLicenseExpression,
    canonicalize_license_expression,
)

_LONGEST = 1000
"""Characters of an expression beyond which it says nothing."""

Acceptable = Callable[[str], bool]


@lru_cache(maxsize=4096)
def canonical(text: str | None) -> str | None:
    """Return an expression in its canonical spelling, or None if the text is none."""
    if not text or len(text) > _LONGEST:
        return None
    try:
        return str(canonicalize_license_expression(text))
    except InvalidLicenseExpression:
        return None


def is_met(expression: str, acceptable: Acceptable) -> bool:
    """Return whether acceptable licences are enough for what a canonical expression asks.

    `AND` asks for both sides and binds more strongly than `OR`, which asks for one.
    """
    words = iter(expression.replace("(", " ( ").replace(")", " ) ").split())
    return _either(words, acceptable)


def matches(identifier: str, patterns: tuple[str, ...]) -> bool:
    """Return whether an identifier is one of these, in which `*` stands for anything."""
    return any(fnmatch.fnmatchcase(identifier.lower(), each) for each in patterns)


def _either(words: Iterator[str], acceptable: Acceptable) -> bool:
    """Read alternatives up to the closing bracket or the end."""
    found, both = False, True
    for word in words:
        if word == ")":
            break
        if word == "OR":
            found, both = found or both, True
        elif word == "WITH":
            next(words)
        elif word == "(":
            both = _either(words, acceptable) and both
        elif word != "AND":
            both = acceptable(word) and both
    return found or both
