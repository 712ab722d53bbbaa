"""The files of another index, and what came of them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol


class Sink(Protocol):
    """Takes the bytes of a file."""

    def write(self, data: bytes, /) -> object:
        """Take some bytes."""


def _nothing() -> None:
    return None


@dataclass(frozen=True, kw_only=True)
class Found:
    """A file of another index: what is said of it, and how its bytes are had.

    `where` tells people which file it is. `copy` raises `FileUnreadable`, as `prove` does,
    which returns a document of PEP 740 or None. `project` is how its name is spelled there.
    """

    filename: str
    where: str
    copy: Callable[[Sink], None]
    prove: Callable[[], Any] = _nothing
    hashes: Mapping[str, str] = field(default_factory=dict)
    uploaded: datetime | None = None
    yanked: str | None = None
    project: str | None = None


@dataclass(frozen=True, kw_only=True)
class Problem:
    """Something that people are told of one file; a `refusal` is one that is not here."""

    where: str
    sentence: str
    is_refusal: bool = True


@dataclass(kw_only=True)
class Summary:
    """What came of all files."""

    added: int = 0
    present: int = 0
    refused: int = 0
    projects: set[str] = field(default_factory=set)
    yanked: set[tuple[str, str]] = field(default_factory=set)
