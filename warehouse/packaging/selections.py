"""Choosing releases: by a version specifier (PEP 440), by age, or pre-releases only."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from packaging.specifiers import InvalidSpecifier, SpecifierSet

from warehouse.packaging.versions import parse

LONGEST_SPECIFIER = 200
"""Characters of a specifier."""


class Candidate(NamedTuple):
    """What a release is chosen by."""

    id: UUID
    version: str
    created: datetime
    is_prerelease: bool
    yanked: bool


class SpecifierInvalid(ValueError):
    """The text is no version specifier."""


@dataclass(frozen=True)
class Selection:
    """Releases that meet every condition; without any it is all of them."""

    specifier: SpecifierSet | None = None
    before: date | None = None
    only_prereleases: bool = False

    def has(self, release: Candidate) -> bool:
        """Return whether a release meets the conditions.

        A version outside PEP 440 meets no specifier. Pre-releases meet one as finals do.
        """
        if self.only_prereleases and not release.is_prerelease:
            return False
        if self.before is not None and release.created.date() >= self.before:
            return False
        if self.specifier is None:
            return True
        version = parse(release.version)
        return version is not None and self.specifier.contains(version, prereleases=True)


def read_specifier(text: str) -> SpecifierSet | None:
    """Return the specifier that a text spells, None for no text; raises `SpecifierInvalid`.

    A version by itself means that version.
    """
    text = text.strip()
    if not text:
        return None
    if len(text) > LONGEST_SPECIFIER:
        raise SpecifierInvalid
    if parse(text) is not None:
        text = f"=={text}"
    try:
        return SpecifierSet(text)
    except (InvalidSpecifier, ValueError) as error:
        raise SpecifierInvalid from error
