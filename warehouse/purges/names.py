"""Declaring which names exist, so that a request for any other need not be looked up."""

from collections.abc import Iterator, Sequence
from typing import Any, Protocol

from pyramid.config import Configurator
from sqlalchemy.orm import Session


class NameSource(Protocol):
    """The names of everything that a factory of resources finds."""

    def name_of(self, key: str) -> str | None:
        """Return the name that a purge of `key` may have added or removed."""

    def normalized(self, text: str) -> str | None:
        """Return the normalised spelling of `text`, or None if it cannot be a name."""

    def read(self, db: Session) -> Iterator[Sequence[str]]:
        """Yield all names as one statement sees them, some at a time."""

    def is_complete(self, db: Session) -> bool:
        """Return whether there are no names besides those."""

    def is_upset_by(self, key: str) -> bool:
        """Return whether a purge of `key` says that `is_complete` has changed."""


class NameSources(dict[Any, NameSource]):
    """The names of each factory, which routes name as theirs."""


def add_name_source(config: Configurator, factory: Any, source: NameSource) -> None:
    """Declare which names `factory` finds something for.

    The answer to a name that does not exist must not depend on the name.
    """
    config.registry[NameSources][factory] = source
