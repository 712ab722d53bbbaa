"""What happens to the proof of who made a release."""

from dataclasses import dataclass

from warehouse.attestations.comparing import Departure
from warehouse.packaging.signals import ReleaseSignal


@dataclass(frozen=True)
class ReleaseDeparted(ReleaseSignal):
    """A file is proved less well than the release before, or is from elsewhere."""

    filename: str
    departure: Departure
