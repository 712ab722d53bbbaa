"""The half of a request that says how its answer may be kept."""

import math
import time

from pyramid.decorator import reify

from warehouse.http.forms import FormRequest


class KeptRequest(FormRequest):
    """Gathers what ends the keeping of the answer: purges of keys, and a moment."""

    @reify
    def surrogate_keys(self) -> set[str]:
        """Return the keys of everything that the answer shows."""
        return set()

    def depend_on(self, *keys: str) -> None:
        """Add keys: the answer is invalid once any of them is purged."""
        self.surrogate_keys.update(keys)

    changes_at: float = math.inf
    """When the answer changes by itself, in seconds since 1970, if nothing is purged."""

    def keep_for(self, seconds: int) -> None:
        """Limit how long the answer is kept: after `seconds` it changes by itself.

        The smallest number of all that are said for one answer counts.
        """
        self.changes_at = min(self.changes_at, time.time() + seconds)
