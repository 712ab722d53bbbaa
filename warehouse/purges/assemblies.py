"""Declaring assembled answers, so large that only the parts that changed are made anew."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from pyramid.config import Configurator
from sqlalchemy.orm import Session

ASSEMBLED = "warehouse.assembled"
"""Where a WSGI environment says that the answer is wanted without its entries."""


@dataclass(frozen=True)
class Frame:
    """What stands around the entries of one form, and the headers that change with it."""

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
        """Return the name of the entry that a purge of `key` may have changed."""

    def read(
        self, db: Session, *, after: str, until: str | None, limit: int | None
    ) -> Sequence[Any]:
        """Return at most `limit` entries after `after`, up to `until`, names first."""

    def write(self, form: str, entries: Sequence[Any]) -> bytes:
        """Return the bytes of `entries`, with separators between them."""

    def frames(self, db: Session) -> Mapping[str, Frame]:
        """Return the frame of each form, as the same transaction sees it."""


class Assemblies(dict[str, Assembly]):
    """The assembly of each route that has one, by the route's name."""


def add_assembly(config: Configurator, route: str, assembly: Assembly) -> None:
    """Have the answers of `route` assembled."""
    config.registry[Assemblies][route] = assembly
