"""What an origin cache is to us: something that forgets what we name."""

from abc import ABC, abstractmethod
from collections.abc import Collection, Iterator

from urllib3 import PoolManager, Timeout

from warehouse.http.caching.surrogate_keys import spelled

MOST_KEYS = 256
"""How many keys Fastly takes at once."""

MOST_BYTES = 4000
"""Both take longer headers by default, but not twice as long."""


class CDNUnavailable(Exception):
    """The cache did not confirm that it has forgotten; says which, and what it said."""


class OriginCache(ABC):
    """A cache in front of us that keeps answers by the keys that they name."""

    name: str

    def purge(self, keys: Collection[str]) -> None:
        """Have it forget what any of `keys` names; raises `CDNUnavailable`."""
        for batch in batches(keys):
            self.purge_batch(batch)

    @abstractmethod
    def purge_batch(self, keys: list[str]) -> None:
        """Forget what `keys` name, which fit into one header."""

    @abstractmethod
    def purge_everything(self) -> None:
        """Have it forget all there is; raises `CDNUnavailable`."""


def batches(keys: Collection[str]) -> Iterator[list[str]]:
    """The spellings of `keys`, in order, a header's worth at a time."""
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
    """An HTTP client that gives up soon: whoever calls tries again later."""
    return PoolManager(timeout=Timeout(connect=3, read=10), retries=False)
