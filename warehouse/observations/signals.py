"""The signals of observations.

They have no tag: the event log of a project is shown to its owners, who are not to learn
who reported them.
"""

from dataclasses import dataclass

from warehouse.observations.models import Observation
from warehouse.security import Actor
from warehouse.signals import Signal


@dataclass(frozen=True)
class ObservationMade(Signal):
    """Somebody or something observed something."""

    observation: Observation
    actor: Actor


@dataclass(frozen=True)
class VerdictGiven(Signal):
    """Staff decided about a report."""

    observation: Observation
    verdict: str
    actor: Actor
