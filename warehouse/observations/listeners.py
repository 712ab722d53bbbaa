"""What follows from an observation, once it is durable."""

from warehouse.http import Request
from warehouse.observations.models import ObservationKind, ProjectObservation
from warehouse.observations.signals import ObservationMade
from warehouse.observations.tasks import react_to_report
from warehouse.signals import on


@on(ObservationMade)
def have_it_considered(signal: ObservationMade, request: Request) -> None:
    """Have a worker look whether a report of malware hides its project."""
    made = signal.observation
    if isinstance(made, ProjectObservation) and made.kind == ObservationKind.IS_MALWARE:
        request.enqueue(react_to_report, str(made.id))
