"""What is known about the use of tokens: when, where, by which client, and for what."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from sqlalchemy import exists, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from warehouse.macaroons import queries
from warehouse.macaroons.models import (
    Macaroon,
    MacaroonNetwork,
    MacaroonProjectTold,
    MacaroonUpload,
)
from warehouse.macaroons.signals import (
    TokenEndsSoon,
    TokenUsedBesidePublishers,
    TokenUsedElsewhere,
)
from warehouse.oidc.queries import publishers_of
from warehouse.packaging.models import File, Project
from warehouse.security import Actor
from warehouse.security.addresses import neighbourhood_of
from warehouse.signals import Announce

WARNINGS = (1, 7)
"""How many days before its end the owner of a token is warned, the last one first."""

_USED_AT_MOST_EVERY = timedelta(minutes=1)
_LONGEST_CLIENT = 200


class TokenUseService:
    """Stores the uses of tokens, and finds what their owners should know."""

    def __init__(self, db: Session, announce: Announce) -> None:
        self.db, self.announce = db, announce

    def note(self, macaroon: Macaroon, *, actor: Actor) -> str | None:
        """Store when, where and by whom a token is used, without waiting for a lock.

        Returns the network if the token was never used from it.
        """
        network = neighbourhood_of(actor.address)
        is_elsewhere = network is not None and network != macaroon.last_used_network
        now = datetime.now(UTC)
        if (
            not is_elsewhere
            and macaroon.last_used
            and now - macaroon.last_used < _USED_AT_MOST_EVERY
        ):
            return None
        unlocked = (
            select(Macaroon.id)
            .where(Macaroon.id == macaroon.id)
            .with_for_update(skip_locked=True)
        )
        used = update(Macaroon).where(Macaroon.id.in_(unlocked))
        self.db.execute(
            used.values(
                last_used=now,
                last_used_network=network,
                last_used_client=(actor.client or "")[:_LONGEST_CLIENT] or None,
            ),
            execution_options={"synchronize_session": False},
        )
        return network if is_elsewhere and not self._knows(macaroon, network) else None

    def note_network(
        self, macaroon: Macaroon, network: str, *, client: str | None, at: datetime
    ) -> None:
        """Store that a token was used from a network; announce all but the first."""
        added = self.db.scalar(
            insert(MacaroonNetwork)
            .values(macaroon_id=macaroon.id, network=network, first_used=at)
            .on_conflict_do_nothing()
            .returning(MacaroonNetwork.network)
        )
        others = exists().where(
            MacaroonNetwork.macaroon_id == macaroon.id, MacaroonNetwork.network != network
        )
        if added is not None and self.db.scalar(select(others)):
            self.announce(TokenUsedElsewhere(macaroon, network, client, at))

    def spend(self, macaroon: Macaroon) -> bool:
        """Take one upload from those that a token is good for; False if none is left.

        Of uploads at the same time each waits until the one before has ended.
        """
        if macaroon.uses_left is None:
            return True
        spent = (
            update(Macaroon)
            .where(Macaroon.id == macaroon.id, Macaroon.uses_left > 0)
            .values(uses_left=Macaroon.uses_left - 1)
            .returning(Macaroon.id)
        )
        return self.db.scalar(spent) is not None

    def note_upload(self, macaroon: Macaroon, file: File) -> None:
        """Store that a file was uploaded with a token."""
        self.db.add(MacaroonUpload(macaroon_id=macaroon.id, file_id=file.id))
        project = file.release.project
        if publishers_of(self.db, project.id) and self._is_first_in(macaroon, project):
            self.announce(TokenUsedBesidePublishers(project, macaroon))

    def _is_first_in(self, macaroon: Macaroon, project: Project) -> bool:
        told = (
            insert(MacaroonProjectTold)
            .values(macaroon_id=macaroon.id, project_id=project.id)
            .on_conflict_do_nothing()
            .returning(MacaroonProjectTold.project_id)
        )
        return self.db.scalar(told) is not None

    def warn(self) -> None:
        """Announce each token that is about to end, once for each of the warnings.

        A token that was made for no longer than that needs none.
        """
        now = datetime.now(UTC)
        for days in WARNINGS:
            for macaroon in queries.macaroons_to_warn_of(self.db, now=now, days=days):
                macaroon.warned_days = days
                self.announce(TokenEndsSoon(macaroon, days))
        self.db.flush()

    def _knows(self, macaroon: Macaroon, network: str | None) -> bool:
        key: tuple[UUID, str | None] = (macaroon.id, network)
        return self.db.get(MacaroonNetwork, key) is not None
