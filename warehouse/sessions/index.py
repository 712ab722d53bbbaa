"""The sessions of one owner, so that they can be listed and ended from another one.

Valkey keeps beside the sessions a hash for each owner: the name of each session, and what
its owner may want to know of it. A session that is gone leaves the list when it is read.
"""

import hashlib
from dataclasses import dataclass
from typing import Any, cast

import orjson
import redis
import structlog

from warehouse.sessions.session import LIFETIME, key_of

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class ListedSession:
    """One session: its public id, which opens nothing, and what was noted of it."""

    id: str
    details: dict[str, Any]


class SessionIndex:
    """Notes who has which sessions."""

    def __init__(self, client: redis.Redis) -> None:
        self._client = client

    def note(self, owner: str, name: str, **details: Any) -> None:
        """Store `details` of a session; what was stored before stays unless it is named."""
        place = _place(owner)
        try:
            stored = cast(bytes | None, self._client.hget(place, name))
            known = {} if stored is None else orjson.loads(stored)
            self._client.hset(place, name, orjson.dumps({**details, **known, **details}))
            self._client.expire(place, LIFETIME)
        except redis.RedisError as error:
            log.warning("sessions_unavailable", error=str(error))

    def sessions_of(self, owner: str) -> list[ListedSession]:
        """Return the sessions of an owner that have not ended."""
        return [
            ListedSession(public_id(name), details)
            for name, details in self._living(owner).items()
        ]

    def end(self, owner: str, id_: str) -> bool:
        """End the session with this public id; return whether there was one."""
        name = next((each for each in self._living(owner) if public_id(each) == id_), None)
        if name is not None:
            self._forget(owner, [name])
        return name is not None

    def end_all(self, owner: str, *, but: str | None = None) -> int:
        """End all sessions of an owner except one, and return how many."""
        names = [name for name in self._living(owner) if name != but]
        self._forget(owner, names)
        return len(names)

    def _living(self, owner: str) -> dict[str, dict[str, Any]]:
        stored = cast(dict[bytes, bytes], self._client.hgetall(_place(owner)))
        names = [name.decode() for name in stored]
        asked = self._client.pipeline(transaction=False)
        for name in names:
            asked.exists(key_of(name))
        alive = dict(zip(names, asked.execute(), strict=True))
        self._forget(owner, [name for name in names if not alive[name]])
        return {name: orjson.loads(stored[name.encode()]) for name in names if alive[name]}

    def _forget(self, owner: str, names: list[str]) -> None:
        if names:
            self._client.delete(*map(key_of, names))
            self._client.hdel(_place(owner), *names)


def public_id(name: str) -> str:
    """Return what names a session in a form, without being of use as its name."""
    return hashlib.sha256(name.encode()).hexdigest()[:32]


def _place(owner: str) -> str:
    return f"warehouse/sessions-of/{owner}"
