"""Answers so large that they are made in parts, and only the parts that have changed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from pyramid.config import Configurator
from sqlalchemy.orm import Session

ASSEMBLED = "warehouse.assembled"
"""Where a WSGI environment says that the answer is wanted without its entries."""


@dataclass(frozen=True)
class Frame:
    """What is around the entries of one form, and the headers that change with them."""

    head: bytes
    foot: bytes
    headers: Sequence[tuple[bytes, bytes]] = ()


class Assembly(Protocol):
    """A list of entries in the order of their names, which are plain ASCII."""

    forms: Mapping[str, str]
    """The form that each media type is written in."""

    separators: Mapping[str, bytes]
    """What stands between two entries of a form."""

    def name_of(self, key: str) -> str | None:
        """The name of the entry that a purge of `key` may have changed."""

    def read(
        self, db: Session, *, after: str, until: str | None, limit: int | None
    ) -> Sequence[Any]:
        """At most `limit` entries after `after`, up to `until`; their names come first."""

    def write(self, form: str, entries: Sequence[Any]) -> bytes:
        """The bytes of `entries`, with separators between them."""

    def frames(self, db: Session) -> Mapping[str, Frame]:
        """The frame of each form, as the same transaction sees it."""


class Assemblies(dict[str, Assembly]):
    """What assembles the answers of a route, by its name."""


def add_assembly(config: Configurator, route: str, assembly: Assembly) -> None:
    """Let the answers of `route` be put together of parts."""
    config.registry[Assemblies][route] = assembly
