"""The surrogate key of the public log of moderation, and what purges it."""

from collections.abc import Iterator

from warehouse.events.models import StaffAction
from warehouse.purges import PurgeRule

MODERATION = "moderation"


def _of_action(row: StaffAction) -> Iterator[str]:
    if row.log_entry is not None:
        yield MODERATION


PURGES = (PurgeRule(StaffAction, _of_action),)
