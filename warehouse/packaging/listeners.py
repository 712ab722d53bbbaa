"""The journal: a row for every signal that has a wording for one.

Mirrors follow the ids of the rows, so ids must become visible in their order. That takes
a lock which everyone who writes has to wait for; therefore the rows are collected, and
written as the last thing of the transaction.
"""

from typing import Any

from sqlalchemy import text

from warehouse.http import Request
from warehouse.packaging.models import JournalEntry
from warehouse.signals import Signal, on

JOURNAL_LOCK = 0x4A6F75726E616C
"""The key of the advisory lock ("Journal" in ASCII)."""

_PENDING = "warehouse.packaging.journal"


@on(Signal)
def write_journal(signal: Any, request: Request) -> None:
    """Note a row for the journal, to be written when everything else is."""
    if signal.journal is None:
        return
    entry = JournalEntry(
        name=signal.project.name,
        version=signal.version,
        action=signal.journal.format(**vars(signal)),
        submitted_by=signal.actor.name,
    )
    memory = request.transaction.memory
    if _PENDING not in memory:
        memory[_PENDING] = []
        request.transaction.before_commit(lambda: _write(request))
    memory[_PENDING].append(entry)


def _write(request: Request) -> None:
    entries: list[JournalEntry] = request.transaction.memory.pop(_PENDING)
    request.db.flush()
    request.db.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": JOURNAL_LOCK})
    for entry in entries:
        request.db.add(entry)
        request.db.flush()
