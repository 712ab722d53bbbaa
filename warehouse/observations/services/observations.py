"""Storing what was observed."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from warehouse.accounts import queries as accounts
from warehouse.accounts.models import User
from warehouse.observations import queries
from warehouse.observations.models import (
    Observation,
    ObservationKind,
    Observer,
    ObserverAssociation,
    ProjectObservation,
    ReleaseObservation,
    UserObservation,
)
from warehouse.observations.signals import ObservationMade
from warehouse.packaging.models import Project, Release
from warehouse.security import Actor
from warehouse.signals import Announce

_USERS = "users"
"""The discriminator of observers that are people with an account."""


class ObservationService:
    """Stores observations of people and of programs that act for them."""

    def __init__(self, db: Session, announce: Announce) -> None:
        self.db, self.announce = db, announce

    def observe(
        self,
        subject: Project | Release | User,
        kind: ObservationKind,
        summary: str,
        *,
        payload: Mapping[str, Any],
        actor: Actor,
    ) -> Observation:
        """Store what the actor, who is a user, observed about `subject`."""
        observation = _row_for(subject)
        observation.kind, observation.summary = kind.value, summary
        observation.payload = dict(payload)
        observation.observer_id = self._observer(actor.user).id
        self.db.add(observation)
        self.db.flush()
        self.announce(ObservationMade(observation, actor))
        return observation

    def _observer(self, user: User) -> Observer:
        """Return the observer that a user is, who becomes one the first time."""
        locked = accounts.user_locked(self.db, user.id)
        known = queries.observer_of(self.db, locked)
        if known is not None:
            return known
        association = ObserverAssociation(discriminator=_USERS)
        self.db.add(association)
        self.db.flush()
        locked.observer_association_id = association.id
        observer = Observer(association_id=association.id)
        self.db.add(observer)
        self.db.flush()
        return observer


def _row_for(subject: Project | Release | User) -> Observation:
    if isinstance(subject, Project):
        return ProjectObservation(related_id=subject.id, related_name=subject.name)
    if isinstance(subject, Release):
        name = f"{subject.project.name} {subject.version}"
        return ReleaseObservation(related_id=subject.id, related_name=name)
    return UserObservation(related_id=subject.id, related_name=subject.username)
