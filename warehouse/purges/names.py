"""Names of everything of one kind, so that what is not there need not be looked for."""

from collections.abc import Iterator, Sequence
from typing import Any, Protocol

from pyramid.config import Configurator
from sqlalchemy.orm import Session


class NameSource(Protocol):
    """The things that a factory of resources finds by their names."""

    def name_of(self, key: str) -> str | None:
        """The name of what there may be or no longer be since a purge of `key`."""

    def normalized(self, text: str) -> str | None:
        """The name that `text` is a spelling of; None where it is none at all."""

    def read(self, db: Session) -> Iterator[Sequence[str]]:
        """All names as one statement sees them, some at a time."""


class NameSources(dict[Any, NameSource]):
    """The source of a factory, which routes name as theirs."""


def add_name_source(config: Configurator, factory: Any, source: NameSource) -> None:
    """Let it be known which names `factory` finds something for.

    The answer to a name that is not there must not depend on the name.
    """
    config.registry[NameSources][factory] = source
