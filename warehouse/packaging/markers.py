"""Environment markers as trees: which extras ask for something, and under which condition.

`packaging` reads and evaluates markers, but does not show what they are made of. Here the
text that it writes of one is read again: a marker that it refuses has no tree.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

from packaging.markers import Marker

_MOST_COMPARISONS = 100
_DEEPEST = 16
_TOKEN = re.compile(
    r"""\s*(?:
        (?P<mark>[()])
        | (?P<text>"[^"]*"|'[^']*')
        | (?P<op>===|==|~=|!=|<=|>=|<|>|not\s+in\b|in\b)
        | (?P<word>[a-z_]+)
    )""",
    re.VERBOSE,
)
_MIRRORED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "==": "==", "!=": "!="}


@dataclass(frozen=True)
class Comparison:
    """A variable of the environment, an operator, and the text it is compared with."""

    variable: str
    operator: str
    value: str

    @property
    def names_extra(self) -> bool:
        """Return whether it is true only where an extra is asked for."""
        return self.variable == "extra" and self.operator == "==" and self.value != ""


@dataclass(frozen=True)
class Every:
    """Conditions of which all have to hold."""

    parts: tuple["Condition", ...]


@dataclass(frozen=True)
class Some:
    """Conditions of which one has to hold."""

    parts: tuple["Condition", ...]


Condition: TypeAlias = Comparison | Every | Some
Outcome: TypeAlias = Condition | bool
"""What is left of a condition once part of it is known."""


class _Unreadable(Exception):
    """A marker has no tree, or too large a one."""


def condition_of(marker: Marker) -> Condition | None:
    """Return the tree of a marker, None where it is larger than anybody would read."""
    try:
        return _Reader(_tokens(str(marker))).some(0)
    except _Unreadable:
        return None


def extras_in(condition: Outcome) -> Iterator[str]:
    """Yield the extras that a condition names, as they are written."""
    if isinstance(condition, Comparison):
        if condition.names_extra:
            yield condition.value
    elif not isinstance(condition, bool):
        for each in condition.parts:
            yield from extras_in(each)


def with_extras(condition: Condition, *, are_asked_for: bool) -> Outcome:
    """Return what is left of a condition if every extra that it names is asked for or none.

    What is left of nothing is True or False.
    """
    if isinstance(condition, Comparison):
        return are_asked_for if condition.names_extra else condition
    decided = isinstance(condition, Some)
    left: list[Condition] = []
    for each in condition.parts:
        part = with_extras(each, are_asked_for=are_asked_for)
        if isinstance(part, bool):
            if part is decided:
                return decided
        else:
            left.append(part)
    if not left:
        return not decided
    return left[0] if len(left) == 1 else type(condition)(tuple(left))


def _tokens(text: str) -> list[tuple[str, str]]:
    """Return kind and text of each token; raises `_Unreadable` for very many."""
    found = [
        (each.lastgroup or "", each[each.lastgroup or 0]) for each in _TOKEN.finditer(text)
    ]
    if sum(kind == "op" for kind, _ in found) > _MOST_COMPARISONS:
        raise _Unreadable
    return found


class _Reader:
    """Reads tokens, of which `and` binds more than `or`."""

    def __init__(self, tokens: list[tuple[str, str]]) -> None:
        self._tokens, self._at = tokens, 0

    def some(self, depth: int) -> Condition:
        parts = [self.every(depth)]
        while self._takes(("word", "or")):
            parts.append(self.every(depth))
        return parts[0] if len(parts) == 1 else Some(tuple(parts))

    def every(self, depth: int) -> Condition:
        parts = [self.one(depth)]
        while self._takes(("word", "and")):
            parts.append(self.one(depth))
        return parts[0] if len(parts) == 1 else Every(tuple(parts))

    def one(self, depth: int) -> Condition:
        if self._takes(("mark", "(")):
            if depth == _DEEPEST:
                raise _Unreadable
            found = self.some(depth + 1)
            self._next()
            return found
        return self._comparison()

    def _comparison(self) -> Comparison:
        (left, first), (kind, operator), (right, second) = (self._next() for _ in range(3))
        operator = " ".join(operator.split())
        if kind == "op" and (left, right) == ("word", "text"):
            return Comparison(first, operator, second[1:-1])
        if kind == "op" and (left, right) == ("text", "word") and operator in _MIRRORED:
            return Comparison(second, _MIRRORED[operator], first[1:-1])
        raise _Unreadable

    def _next(self) -> tuple[str, str]:
        self._at += 1
        return self._tokens[self._at - 1]

    def _takes(self, token: tuple[str, str]) -> bool:
        found = self._tokens[self._at : self._at + 1] == [token]
        self._at += found
        return found
