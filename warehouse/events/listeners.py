"""The listener that records every signal with a tag."""

from typing import Any

from warehouse.events.log import record
from warehouse.http import Request
from warehouse.signals import Signal, on


@on(Signal, in_bulk=True)
def write_event(signal: Any, request: Request) -> None:
    """Write an event into the log of the signal's `subject`."""
    if signal.tag is not None:
        record(request.db, signal.subject, signal.tag, signal.actor, signal.details())
