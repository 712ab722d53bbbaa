"""Count refused uploads by day and reason, in Valkey, for the dashboard of staff."""

from collections.abc import Sequence
from datetime import UTC, date, datetime

import redis
import structlog

log = structlog.get_logger(__name__)

_KEPT_SECONDS = 40 * 86_400


class RefusalCounts:
    """The numbers of refusals. They are figures and no record: a lost Valkey loses them."""

    def __init__(self, client: redis.Redis) -> None:
        self._client = client

    def note(self, reason: str) -> None:
        """Count one refusal of today."""
        key = _key(datetime.now(UTC).date())
        try:
            with self._client.pipeline(transaction=False) as pipeline:
                pipeline.hincrby(key, reason, 1)
                pipeline.expire(key, _KEPT_SECONDS)
                pipeline.execute()
        except redis.RedisError as error:
            # The answer to the upload does not wait for a figure.
            log.warning("refusal_not_counted", reason=reason, problem=str(error))

    def of(self, days: Sequence[date]) -> dict[date, dict[str, int]]:
        """Return the numbers by reason of some days; raises `redis.RedisError`."""
        with self._client.pipeline(transaction=False) as pipeline:
            for day in days:
                pipeline.hgetall(_key(day))
            found = pipeline.execute()
        return {
            day: {reason.decode(): int(number) for reason, number in numbers.items()}
            for day, numbers in zip(days, found, strict=True)
        }


def _key(day: date) -> str:
    return f"refusals:{day.isoformat()}"
