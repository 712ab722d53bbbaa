"""Keep the last error of each part in Valkey, for when all is well again."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

import orjson
import redis
import structlog

log = structlog.get_logger(__name__)

_KEY = "health:errors"


class LastErrors:
    """The last error of each part, and when that was."""

    def __init__(self, client: Callable[[], redis.Redis]) -> None:
        self._client = client

    def note(self, problems: Mapping[str, str | None]) -> None:
        """Keep the problems that there are."""
        now = datetime.now(UTC).isoformat(timespec="seconds")
        found = {part: orjson.dumps([now, said]) for part, said in problems.items() if said}
        if not found:
            return
        try:
            self._client().hset(_KEY, mapping=found)  # type: ignore[arg-type]
        except redis.RedisError as error:
            log.warning("last_error_not_noted", parts=list(found), reason=str(error))

    def all(self) -> dict[str, tuple[datetime, str]]:
        """Return when each part failed last, and how; raises `redis.RedisError`."""
        found: Any = self._client().hgetall(_KEY)
        errors = {part.decode(): orjson.loads(said) for part, said in found.items()}
        return {
            part: (datetime.fromisoformat(w), said) for part, (w, said) in errors.items()
        }
