"""What a rule deletes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from warehouse.packaging.selections import Candidate
from warehouse.packaging.versions import parse


@dataclass(frozen=True)
class Retention:
    """How many of the newest pre-releases are kept, and for how many days `.dev` ones are.

    None keeps all of them.
    """

    prereleases: int | None = None
    dev_days: int | None = None

    @property
    def is_empty(self) -> bool:
        """Return whether nothing is ever deleted."""
        return self.prereleases is None and self.dev_days is None

    def due(self, releases: Sequence[Candidate], now: datetime) -> list[Candidate]:
        """Return which of the releases, newest version first, are to be deleted."""
        newest = releases[:1]
        early = [each for each in releases if each.is_prerelease]
        beyond = set() if self.prereleases is None else set(early[self.prereleases :])
        return [
            each
            for each in early
            if each not in newest and (each in beyond or self._is_too_old(each, now))
        ]

    def _is_too_old(self, release: Candidate, now: datetime) -> bool:
        if self.dev_days is None or release.created >= now - timedelta(days=self.dev_days):
            return False
        version = parse(release.version)
        return version is not None and version.is_devrelease
