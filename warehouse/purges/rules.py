"""Purge rules: which keys a changed row makes invalid, in a table for each domain.

Rules are applied whenever a session flushes. Statements that go past the session are
followed by a call of `purge`.
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from types import ModuleType
from typing import Any

from pyramid.config import Configurator
from sqlalchemy import event, inspect
from sqlalchemy.orm import Session

from warehouse.db import Transaction
from warehouse.purges.log import purge

Keys = Callable[[Any], Iterable[str]]


@dataclass(frozen=True)
class PurgeRule:
    """A new, deleted or changed row of `model` purges `keys(row)`.

    `when` names the columns that matter; empty means that every change does.
    """

    model: type
    keys: Keys
    when: frozenset[str] = frozenset()

    def applies(self, row: Any, *, is_changed: bool) -> bool:
        """Return whether the rule applies to `row`."""
        if not isinstance(row, self.model):
            return False
        return not (is_changed and self.when) or _any_changed(row, self.when)


_RULES: list[PurgeRule] = []


def add_purge_rules(config: Configurator, module: str | ModuleType) -> None:
    """Add the rules that `module` lists as `PURGES`, once for the whole process."""
    for rule in config.maybe_dotted(module).PURGES:
        if rule not in _RULES:
            _RULES.append(rule)


def _any_changed(row: Any, names: Collection[str]) -> bool:
    attributes = inspect(row).attrs
    return any(attributes[name].history.has_changes() for name in names)


@event.listens_for(Session, "before_flush")
def gather(session: Session, context: Any, instances: Any) -> None:
    """Collect the keys of all rows that a session is about to write."""
    if Transaction not in session.info:
        return
    touched = [(row, False) for row in (*session.new, *session.deleted)]
    touched += [(row, True) for row in session.dirty if session.is_modified(row)]
    for row, is_changed in touched:
        for rule in _RULES:
            if rule.applies(row, is_changed=is_changed):
                purge(session, *rule.keys(row))
