"""Which versions have what, by what sources say of their names."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from warehouse.vulnerabilities.affected import Affected, Versions


class Statement(NamedTuple):
    """What a source says of a name, and what tells whether it counts."""

    name: str
    affected: Affected
    source: str
    id: str
    severity: str | None
    withdrawn: datetime | None
    fixed_in: Sequence[str] | None
    """The versions with a fix of all names that the advisory is about."""

    @property
    def fixes(self) -> Sequence[str]:
        """Return the versions of the name that are the first without the vulnerability.

        A range says which are of this name. Another's must not be taken for a fix.
        """
        if self.affected.ranges:
            return [each.fixed for each in self.affected.ranges if each.fixed is not None]
        return self.fixed_in or ()


class Finding(NamedTuple):
    """That a version has a vulnerability, as a source says."""

    version: str
    statement: Statement


def among(
    statements: Iterable[Statement], releases: Mapping[str, Collection[str]]
) -> list[Finding]:
    """Return which of the versions of normalised names have what, as versions are spelled.

    They are compared as PEP 440 has it: what a filename makes of a version is another
    spelling than its author's.
    """
    places = {name: Versions(found) for name, found in releases.items()}
    return [
        Finding(version, each)
        for each in statements
        if each.name in places
        for version in sorted(places[each.name].equal(each.affected))
    ]
