"""Ending the sessions of an account."""

from datetime import UTC, datetime

from warehouse.accounts.models import User
from warehouse.sessions import ListedSession, SessionIndex


class SessionService:
    """Lists the sessions of people, and ends them."""

    def __init__(self, index: SessionIndex) -> None:
        self.index = index

    def sessions_of(self, user: User) -> list[ListedSession]:
        """Return the sessions of `user` that count, the one last used first."""
        begin = 0.0 if user.sessions_from is None else user.sessions_from.timestamp()
        found = self.index.sessions_of(str(user.id))
        counting = [each for each in found if each.details["begun"] >= begin]
        return sorted(counting, key=lambda each: each.details["used"], reverse=True)

    def end(self, user: User, id_: str) -> bool:
        """End one session, and return whether there was one."""
        return self.index.end(str(user.id), id_)

    def end_all(self, user: User, *, but: str | None = None) -> int:
        """End all sessions except the one of this name, and return how many.

        Whoever calls it from a session lets that one go on (`keep_session`). The account
        keeps the moment, so that no session of before can come back.
        """
        ended = len(self.sessions_of(user)) - (but is not None)
        user.sessions_from = datetime.now(UTC)
        self.index.end_all(str(user.id), but=but)
        return ended
