"""The checks, a module for each stage, in the order in which they are made."""

from collections.abc import Callable, Iterable
from typing import TypeVar

V = TypeVar("V")


def examine(value: V, checks: Iterable[Callable[[V], None]]) -> None:
    """Make every check; the first that fails raises `Refused`."""
    for check in checks:
        check(value)
