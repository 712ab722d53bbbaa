"""One unit of work: a session, and what is to be done before and after it commits.

Work that must be the last in the transaction (the journal, which takes a global lock) is
left with `before_commit`. Whatever leaves the process (tasks, purges) is left with
`after_commit`, and is dropped if the transaction is rolled back.
"""

from collections.abc import Callable
from typing import Any

import structlog
from sqlalchemy.orm import Session

log = structlog.get_logger(__name__)

Hook = Callable[[], None]


class Transaction:
    """The transaction of a request, a task or a command."""

    def __init__(self, session: Session) -> None:
        self.session = session
        session.info[Transaction] = self
        self._first: list[Hook] = []
        self._before: list[Hook] = []
        self._last: list[Hook] = []
        self._after: list[Hook] = []
        self._is_doomed = False
        self.memory: dict[Any, Any] = {}

    def before_commit(self, hook: Hook, *, first: bool = False, last: bool = False) -> None:
        """Run `hook` when all else is written: the `first` ones, the others, the `last`.

        Those that take locks which everyone needs are always taken in the same order, and
        what takes long is done before.
        """
        (self._first if first else self._last if last else self._before).append(hook)

    def after_commit(self, hook: Hook) -> None:
        """Run `hook` once the transaction is durable, and never otherwise."""
        self._after.append(hook)

    def doom(self) -> None:
        """Make `commit` roll back instead."""
        self._is_doomed = True

    def commit(self) -> None:
        """Make everything durable, then run the hooks that wait for that."""
        if self._is_doomed:
            self.rollback()
            return
        self.session.flush()
        while queue := self._first or self._before or self._last:
            queue.pop(0)()
            self.session.flush()
        self.session.commit()
        after, self._after = self._after, []
        self.memory.clear()
        for hook in after:
            _run_safely(hook)

    def rollback(self) -> None:
        """Undo everything, and drop the hooks."""
        self._first.clear()
        self._before.clear()
        self._last.clear()
        self._after.clear()
        self.memory.clear()
        self._is_doomed = False
        self.session.rollback()


def _run_safely(hook: Hook) -> None:
    """Run a hook after the commit, logging its error: what is written stays written.

    Every such hook has a periodic task that does again what was missed.
    """
    try:
        hook()
    except Exception:
        log.exception("after_commit_failed", hook=getattr(hook, "__qualname__", repr(hook)))
