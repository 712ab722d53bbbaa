"""Signals: one announcement of what has happened, and many listeners.

A service checks, changes and announces; the journal, the event log, mail and search
listen. Listeners run inside the transaction and may veto it by raising a domain error.
"""

from collections import defaultdict
from collections.abc import Callable
from functools import cached_property
from types import ModuleType
from typing import Any, ClassVar, TypeVar

from pyramid.config import Configurator

S = TypeVar("S", bound="Signal")
Listener = Callable[[Any, Any], None]
"""Called with a signal and the request; its own annotations say which kinds of both."""

Announce = Callable[["Signal"], None]

_REGISTER = "warehouse.signals.listeners"


class Signal:
    """Something that has happened; subclasses are frozen dataclasses.

    `tag` names it in the event log of its subject, and `journal` is the wording of its
    journal row, with the signal's own attributes as replacement fields.
    """

    tag: ClassVar[str | None] = None
    journal: ClassVar[str | None] = None

    def __init_subclass__(
        cls, *, tag: str | None = None, journal: str | None = None
    ) -> None:
        super().__init_subclass__()
        cls.tag = tag
        cls.journal = journal

    @cached_property
    def journal_action(self) -> str | None:
        """Return the wording of its journal row, or None if it has no row."""
        return None if self.journal is None else self.journal.format(**vars(self))


def on(*kinds: type[Signal]) -> Callable[[Listener], Listener]:
    """Mark a function as a listener of `kinds` and of their subclasses."""

    def mark(listener: Listener) -> Listener:
        listener.__listens_to__ = kinds  # type: ignore[attr-defined]
        return listener

    return mark


class Listeners:
    """The listeners of each kind of signal, in the order of registration."""

    def __init__(self) -> None:
        self._by_kind: dict[type[Signal], list[Listener]] = defaultdict(list)

    def add(self, kind: type[Signal], listener: Listener) -> None:
        """Register `listener` for `kind`."""
        self._by_kind[kind].append(listener)

    def announce(self, signal: Signal, request: Any) -> None:
        """Call all listeners of the signal's class and of its bases."""
        for kind in type(signal).__mro__:
            for listener in self._by_kind.get(kind, ()):
                listener(signal, request)


def add_listeners(config: Configurator, module: str | ModuleType) -> None:
    """Register every function of `module` that is marked with `on`."""
    module = config.maybe_dotted(module)
    for value in vars(module).values():
        for kind in getattr(value, "__listens_to__", ()):
            config.registry[Listeners].add(kind, value)


def includeme(config: Configurator) -> None:
    """Provide `config.add_listeners`."""
    config.registry[Listeners] = Listeners()
    config.add_directive("add_listeners", add_listeners)
