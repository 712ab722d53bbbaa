"""The tables of observations and of those who make them."""

from warehouse.observations.models.observation import (
    REPORTABLE,
    Observation,
    ObservationKind,
    Observer,
    ObserverAssociation,
    ProjectObservation,
    ReleaseObservation,
    UserObservation,
    VerdictKind,
)

__all__ = [
    "REPORTABLE",
    "Observation",
    "ObservationKind",
    "Observer",
    "ObserverAssociation",
    "ProjectObservation",
    "ReleaseObservation",
    "UserObservation",
    "VerdictKind",
]
