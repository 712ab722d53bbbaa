"""Asking people to replace tokens that reach more than one project."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from warehouse.events.models import ProjectEvent
from warehouse.macaroons.errors import AlreadyAsked
from warehouse.macaroons.models import Macaroon
from warehouse.macaroons.signals import NarrowingAsked
from warehouse.packaging.models import Project
from warehouse.security import Actor
from warehouse.signals import Announce

ASKED_EVERY = timedelta(days=7)
"""How often the same person is asked about the same token and project."""


class NarrowingService:
    """Asks the owners of tokens to narrow them down to what they are for."""

    def __init__(self, db: Session, announce: Announce) -> None:
        self.db, self.announce = db, announce

    def ask(self, macaroon: Macaroon, project: Project, *, actor: Actor) -> None:
        """Ask for a token that is for the project alone; raises `AlreadyAsked`."""
        self.db.refresh(macaroon, with_for_update=True)
        since = datetime.now(UTC) - ASKED_EVERY
        asked = (
            select(ProjectEvent.id)
            .where(ProjectEvent.source_id == project.id, ProjectEvent.time > since)
            .where(ProjectEvent.tag == NarrowingAsked.tag)
            .where(ProjectEvent.additional["macaroon_id"].astext == str(macaroon.id))
        )
        if self.db.scalar(asked.limit(1)) is not None:
            raise AlreadyAsked
        self.announce(NarrowingAsked(project, actor, macaroon))
