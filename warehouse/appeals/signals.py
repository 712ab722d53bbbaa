"""The signals of notices and appeals."""

from dataclasses import dataclass

from warehouse.appeals.models import Appeal
from warehouse.events.models import StaffAction
from warehouse.security import Actor
from warehouse.signals import Signal


@dataclass(frozen=True)
class OwnersNotified(Signal):
    """Staff did something to one project, which its owners are to read."""

    actions: tuple[StaffAction, ...]


@dataclass(frozen=True)
class AppealAnswered(Signal):
    """Staff wrote to the owners, and perhaps decided."""

    appeal: Appeal
    text: str
    actor: Actor
