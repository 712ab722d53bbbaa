"""What can be done to many things at once: operations, which surfaces register."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from pyramid.config import Configurator

from warehouse.events.staff import LogEntry
from warehouse.http import Request
from warehouse.security import Actor


class OperationRefused(Exception):
    """One thing cannot be changed; the text says why."""


@dataclass(frozen=True)
class Outcome:
    """What was done to one thing: its kind, and its state before and after."""

    kind: str
    before: dict[str, Any]
    after: dict[str, Any]


Perform = Callable[[Request, UUID, str, Actor], Outcome]
"""Change the thing with this key for a reason; raises `OperationRefused`."""


@dataclass(frozen=True)
class Operation:
    """One operation: on rows of which list, with which permission, and how it is done."""

    name: str
    listing: str
    title: str
    permission: str
    effects: tuple[str, ...]
    perform: Perform
    log_entry: LogEntry | None = None
    """What the public log of moderation says of each."""


class Operations(dict[str, Operation]):
    """Every operation, by its name."""

    def on(self, listing: str) -> list[Operation]:
        """Return the operations on rows of a list."""
        return [each for each in self.values() if each.listing == listing]


def add_operation(config: Configurator, operation: Operation) -> None:
    """Register an operation."""
    config.registry[Operations][operation.name] = operation
