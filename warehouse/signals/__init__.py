"""Signals: one announcement of what has happened, and many listeners.

A service checks, changes and announces; the journal, the event log, mail and search
listen. Listeners run inside the transaction and may veto it by raising a domain error.
"""

from collections import defaultdict
from collections.abc import Callable
from functools import cached_property, wraps
from types import ModuleType
from typing import Any, ClassVar, TypeVar

from pyramid.config import PHASE3_CONFIG, Configurator

S = TypeVar("S", bound="Signal")
Listener = Callable[[Any, Any], None]
"""Called with a signal and the request; its own annotations say which kinds of both."""

Announce = Callable[["Signal"], None]

_REGISTER = "warehouse.signals.listeners"


class Signal:
    """Something that has happened; subclasses are frozen dataclasses.

    `tag` names it in the event log of its subject, and `journal` is the wording of its
    journal row, with the signal's own attributes as replacement fields. One that
    `comes_in_bulk` may be one of many, of which people are told together.
    """

    tag: ClassVar[str | None] = None
    journal: ClassVar[str | None] = None
    comes_in_bulk: ClassVar[bool] = False

    def __init_subclass__(
        cls,
        *,
        tag: str | None = None,
        journal: str | None = None,
        comes_in_bulk: bool = False,
    ) -> None:
        super().__init_subclass__()
        cls.tag = tag
        cls.journal = journal
        cls.comes_in_bulk = cls.comes_in_bulk or comes_in_bulk

    @property
    def is_in_bulk(self) -> bool:
        """Return whether it is one of many that another signal tells of together."""
        actor: Any = getattr(self, "actor", None)
        return self.comes_in_bulk and actor is not None and bool(actor.in_bulk)

    @cached_property
    def journal_action(self) -> str | None:
        """Return the wording of its journal row, or None if it has no row."""
        return None if self.journal is None else self.journal.format(**vars(self))


class BulkUndecided(Exception):
    """A listener does not say whether it hears each signal of what comes in bulk."""

    def __init__(self, listener: Listener) -> None:
        name = f"{listener.__module__}.{listener.__qualname__}"
        super().__init__(
            f"{name} listens to what may come in bulk: write @on(…, in_bulk=True) if it "
            "needs each signal, and in_bulk=False if it tells people"
        )


def on(*kinds: type[Signal], in_bulk: bool | None = None) -> Callable[[Listener], Listener]:
    """Mark a function as a listener of `kinds` and of their subclasses.

    `in_bulk` says whether it is called for each of many signals that another one tells of
    together. Whoever listens to a kind that comes in bulk has to say so.
    """

    def mark(listener: Listener) -> Listener:
        @wraps(listener)
        def heard_alone(signal: Any, request: Any) -> None:
            if not signal.is_in_bulk:
                listener(signal, request)

        marked = heard_alone if in_bulk is False else listener
        marked.__listens_to__ = kinds  # type: ignore[attr-defined]
        marked.__in_bulk__ = in_bulk  # type: ignore[attr-defined]
        return marked

    return mark


def _comes_in_bulk(kind: type[Signal]) -> bool:
    return kind.comes_in_bulk or any(map(_comes_in_bulk, kind.__subclasses__()))


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

    def require_decisions(self) -> None:
        """Raise `BulkUndecided` for a listener of what comes in bulk that says nothing."""
        for kind, listeners in self._by_kind.items():
            for each in listeners:
                if _comes_in_bulk(kind) and getattr(each, "__in_bulk__", None) is None:
                    raise BulkUndecided(each)


def add_listeners(config: Configurator, module: str | ModuleType) -> None:
    """Register every function of `module` that is marked with `on`."""
    module = config.maybe_dotted(module)
    for value in vars(module).values():
        for kind in getattr(value, "__listens_to__", ()):
            config.registry[Listeners].add(kind, value)


def includeme(config: Configurator) -> None:
    """Provide `config.add_listeners`; the listeners are checked when all are there."""
    listeners = config.registry[Listeners] = Listeners()
    config.add_directive("add_listeners", add_listeners)
    config.action(Listeners, listeners.require_decisions, order=PHASE3_CONFIG)
