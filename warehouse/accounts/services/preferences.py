"""What people prefer."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from warehouse.accounts.models import User, UserPreferences
from warehouse.accounts.signals import PreferencesChanged
from warehouse.security import Actor
from warehouse.signals import Announce


class PreferenceService:
    """Reads and stores preferences."""

    def __init__(self, db: Session, announce: Announce) -> None:
        self.db, self.announce = db, announce

    def of(self, user_id: UUID) -> UserPreferences:
        """Return what a person prefers; what they never chose is as it is for everybody."""
        stored = self.db.get(UserPreferences, user_id)
        return stored or UserPreferences(user_id=user_id, time_zone="UTC", muted=[])

    def choose(
        self,
        user: User,
        *,
        language: str | None,
        theme: str | None,
        time_zone: str,
        muted: Iterable[str],
        actor: Actor,
    ) -> None:
        """Store what a person prefers from now on."""
        self._store(
            user.id,
            language=language,
            theme=theme,
            time_zone=time_zone,
            muted=sorted(set(muted)),
        )
        self.announce(PreferencesChanged(user, actor))

    def keep_language(self, user: User, language: str) -> None:
        """Store the language that somebody reads, unless they prefer one already."""
        if self.of(user.id).language is None:
            self._store(user.id, language=language)

    def mute(self, user: User, topic: str, *, actor: Actor) -> None:
        """Send a person no more mail about a topic."""
        muted = self.of(user.id).muted
        if topic not in muted:
            self._store(user.id, muted=sorted([*muted, topic]))
            self.announce(PreferencesChanged(user, actor))

    def _store(self, user_id: UUID, **values: object) -> None:
        storing = insert(UserPreferences).values(user_id=user_id, **values)
        self.db.execute(
            storing.on_conflict_do_update(index_elements=["user_id"], set_=values)
        )
        stored = self.db.get(UserPreferences, user_id)
        if stored is not None:
            self.db.refresh(stored)
