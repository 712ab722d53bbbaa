"""Comparing the proof of who made a release with that of the release before."""

from collections.abc import Iterable
from dataclasses import dataclass

Source = tuple[str, str | None]
"""A version, and the repository of a file of it; None where nothing is proved."""


@dataclass(frozen=True, kw_only=True)
class Departure:
    """A release that is proved less well than the one before, or is from elsewhere.

    Without `repository` a file lacks the provenance that all files had before.
    """

    version_before: str
    repository_before: str
    repository: str


def departure(before: Iterable[Source], now: Iterable[Source]) -> Departure | None:
    """Return how a release departs from the one before, or None if it does not."""
    proved = {repository: version for version, repository in before}
    found = {repository for _version, repository in now}
    if not proved or None in proved:
        return None
    first = min(proved, key=str)
    other = sorted(str(each) for each in found - set(proved) if each is not None)
    if None not in found and not other:
        return None
    return Departure(
        version_before=proved[first],
        repository_before=first or "",
        repository="" if None in found else other[0],
    )
