"""Minting API tokens, checking them, and taking them back."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from uuid import UUID

from sqlalchemy import update
from sqlalchemy.orm import Session

from warehouse.accounts.models import User
from warehouse.macaroons import queries, wire
from warehouse.macaroons.caveats import (
    Caveat,
    Expiration,
    ProjectID,
    ProjectName,
    RequestUser,
)
from warehouse.macaroons.errors import DescriptionTaken, TokenUnknown
from warehouse.macaroons.models import Macaroon
from warehouse.macaroons.signals import (
    ProjectTokenCreated,
    ProjectTokenRevoked,
    TokenCreated,
    TokenRevoked,
)
from warehouse.packaging.models import Project
from warehouse.security import Actor
from warehouse.signals import Announce

_USED_AT_MOST_EVERY = timedelta(minutes=1)


class TokenService:
    """Creates, verifies and revokes API tokens."""

    def __init__(self, db: Session, announce: Announce) -> None:
        self.db, self.announce = db, announce

    def mint(
        self,
        user: User,
        *,
        description: str,
        projects: Sequence[Project] = (),
        lifetime: timedelta | None = None,
        location: str,
        actor: Actor,
    ) -> tuple[str, Macaroon]:
        """Create a token; return its text, which is shown once, and its row.

        Raises `DescriptionTaken`. With `projects` it is good for these only.
        """
        if queries.description_exists(self.db, user, description):
            raise DescriptionTaken(description)
        caveats = _caveats(user, projects, lifetime)
        macaroon = Macaroon(
            user=user,
            description=description,
            permissions_caveat=_for_display(projects),
            caveats=[[each.tag, *each.fields()] for each in caveats],
            additional={"made_with_2fa": False},
        )
        self.db.add(macaroon)
        self.db.flush()
        text = wire.serialize(
            location=location,
            identifier=macaroon.id,
            key=macaroon.key,
            caveats=[each.serialize() for each in caveats],
        )
        self.announce(TokenCreated(macaroon, actor))
        for project in projects:
            self.announce(ProjectTokenCreated(project, user, description, actor))
        return text, macaroon

    def find(self, text: str) -> tuple[wire.Token, Macaroon]:
        """Return the row of a token with a valid signature; raises a `TokenError`."""
        token = wire.parse(text)
        macaroon = queries.macaroon_by_id(self.db, token.identifier)
        if macaroon is None:
            raise TokenUnknown
        token.verify(macaroon.key)
        return token, macaroon

    def revoke(self, macaroon: Macaroon, *, actor: Actor) -> None:
        """Revoke a token, from the next request on."""
        self.announce(TokenRevoked(macaroon, actor))
        for project in queries.projects_with_ids(self.db, _project_ids(macaroon)):
            self.announce(
                ProjectTokenRevoked(project, macaroon.user, macaroon.description, actor)
            )
        self.db.delete(macaroon)

    def note_use(self, macaroon: Macaroon) -> None:
        """Store when the token was last used, without waiting for a lock."""
        now = datetime.now(UTC)
        if macaroon.last_used and now - macaroon.last_used < _USED_AT_MOST_EVERY:
            return
        unlocked = update(Macaroon).where(
            Macaroon.id.in_(
                Macaroon.__table__.select()
                .with_only_columns(Macaroon.id)
                .where(Macaroon.id == macaroon.id)
                .with_for_update(skip_locked=True)
            )
        )
        self.db.execute(
            unlocked.values(last_used=now), execution_options={"synchronize_session": False}
        )


def _caveats(
    user: User, projects: Sequence[Project], lifetime: timedelta | None
) -> list[Caveat]:
    caveats: list[Caveat] = []
    if projects:
        caveats.append(ProjectName(tuple(each.normalized_name for each in projects)))
        caveats.append(ProjectID(tuple(str(each.id) for each in projects)))
    if lifetime is not None:
        now = int(datetime.now(UTC).timestamp())
        caveats.append(Expiration(now + int(lifetime.total_seconds()), now))
    caveats.append(RequestUser(str(user.id)))
    return caveats


def _for_display(projects: Sequence[Project]) -> dict[str, object]:
    if not projects:
        return {"permissions": "user", "version": 1}
    names = [each.normalized_name for each in projects]
    return {"permissions": {"projects": names}, "version": 1}


def _project_ids(macaroon: Macaroon) -> list[UUID]:
    return [
        UUID(each) for tag, *fields in macaroon.caveats if tag == ProjectID.tag
        for each in fields[0]
    ]  # fmt: skip
