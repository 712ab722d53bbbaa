"""Signs of life of the worker and of the schedule, which `/_health/` looks for."""

import time
from collections.abc import Callable
from enum import StrEnum

import redis
import structlog

log = structlog.get_logger()

EVERY_SECONDS = 10.0
"""How often each part is to be heard."""
SILENT_SECONDS = 60.0
"""After how long a part is thought to have ended."""
_MEMORY_SECONDS = 86_400


class Part(StrEnum):
    """A part that gives signs of life."""

    WORKER = "worker"
    SCHEDULE = "schedule"


class Pulse:
    """Stores in Valkey when each part gave its last sign of life.

    The time is what is left of the life of a key, so that all machines have one clock.
    """

    def __init__(self, client: Callable[[], redis.Redis]) -> None:
        self._client = client
        self._noted: dict[Part, float] = {}

    def note(self, part: Part) -> None:
        """Store that `part` is alive, at most once in `EVERY_SECONDS`."""
        now = time.monotonic()
        if now - self._noted.get(part, -EVERY_SECONDS) < EVERY_SECONDS / 2:
            return
        self._noted[part] = now
        try:
            self._client().set(_key(part), "1", ex=_MEMORY_SECONDS)
        except redis.RedisError as error:
            # Whoever asks is told that Valkey does not answer.
            log.warning("sign_of_life_not_noted", part=part, reason=str(error))

    def silence(self, part: Part) -> float | None:
        """Return the seconds since the last sign of `part`; None after a day."""
        left = self._client().pttl(_key(part))
        return None if left < 0 else max(0.0, _MEMORY_SECONDS - left / 1_000)


def _key(part: Part) -> str:
    return f"pulse:{part}"
