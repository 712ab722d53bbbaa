"""The interface of a CDN: something that forgets the answers whose keys we name."""

from abc import ABC, abstractmethod
from collections.abc import Collection, Iterator

from urllib3 import PoolManager, Timeout

from warehouse.http.caching.surrogate_keys import spelled

MOST_KEYS = 256
"""How many keys Fastly takes at once."""

MOST_BYTES = 4000
"""Both take longer headers by default, but not twice as long."""


class CDNUnavailable(Exception):
    """The CDN did not confirm a purge; says which CDN, and what it answered."""


class OriginCache(ABC):
    """A CDN that stores our answers by their surrogate keys."""

    name: str

    def purge(self, keys: Collection[str]) -> None:
        """Purge all answers that have one of `keys`; raises `CDNUnavailable`."""
        for batch in batches(keys):
            self.purge_batch(batch)

    @abstractmethod
    def purge_batch(self, keys: list[str]) -> None:
        """Purge `keys`, which fit into one header."""

    @abstractmethod
    def purge_everything(self) -> None:
        """Purge all answers; raises `CDNUnavailable`."""


def batches(keys: Collection[str]) -> Iterator[list[str]]:
    """Yield the spellings of `keys` in order, as many at a time as fit into a header."""
    batch: list[str] = []
    size = 0
    for key in sorted(map(spelled, keys)):
        if batch and (len(batch) == MOST_KEYS or size + len(key) >= MOST_BYTES):
            yield batch
            batch, size = [], 0
        batch.append(key)
        size += len(key) + 1
    if batch:
        yield batch


def make_client() -> PoolManager:
    """Make an HTTP client with short timeouts, because every delivery is tried again."""
    return PoolManager(timeout=Timeout(connect=3, read=10), retries=False)
