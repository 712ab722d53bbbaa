"""Versions: PEP 440 where they follow it, and an order for the old ones that do not.

Releases from before PEP 440 may be called anything. They keep their spelling, sort
below every PEP 440 version, and among themselves as setuptools sorted them then.
"""

import re
from collections.abc import Iterable, Iterator
from typing import TypeAlias

from packaging.utils import canonicalize_version
from packaging.version import InvalidVersion, Version

from warehouse.packaging import limits

SortKey: TypeAlias = tuple[int, Version | tuple[str, ...]]

_LONGEST = limits.OF_FIELD["version"].longest
_LEGACY_PART = re.compile(r"([0-9]+|[a-z]+|\.|-)")
_LEGACY_NAMES = {"pre": "c", "preview": "c", "-": "final-", "rc": "c", "dev": "@"}
_PRERELEASE = re.compile(r"a|b|c|dev|pre", re.IGNORECASE | re.ASCII)


def parse(version: str) -> Version | None:
    """Return the PEP 440 version that `version` spells, if it does.

    What is longer than the field may be is none: Python reads no number of 5,000 digits.
    """
    if len(version) > _LONGEST:
        return None
    try:
        return Version(version)
    except InvalidVersion:
        return None


def canonical(version: str) -> str:
    """Return PEP 440's normal form without trailing zeros; other versions as they are."""
    parsed = parse(version)
    return version if parsed is None else canonicalize_version(parsed)


def is_prerelease(version: str) -> bool:
    """Return whether installers should pass over `version` unless asked for it.

    A database trigger applies the same rule. For PEP 440 versions it is exact; others
    count when something other than the local part looks like a pre-release marker.
    """
    return _PRERELEASE.search(version.partition("+")[0]) is not None


def sort_key(version: str) -> SortKey:
    """Return a key that sorts versions by age, those outside PEP 440 first."""
    parsed = parse(version)
    return (0, tuple(_legacy_parts(version))) if parsed is None else (1, parsed)


def places(found: Iterable[str]) -> dict[str, int]:
    """Return the place of each version, from the oldest on.

    A project has many more files than versions, whose comparison takes long.
    """
    ordered = sorted(set(found), key=sort_key)
    return {version: place for place, version in enumerate(ordered)}


def _legacy_parts(version: str) -> list[str]:
    parts: list[str] = []
    for part in _legacy_tokens(version.lower()):
        if part.startswith("*"):
            if part < "*final":
                _strip_end(parts, "*final-")
            _strip_end(parts, "00000000")
        parts.append(part)
    return parts


def _legacy_tokens(version: str) -> Iterator[str]:
    for token in _LEGACY_PART.split(version):
        part = _LEGACY_NAMES.get(token, token)
        if part and part != ".":
            yield part.zfill(8) if part[0] in "0123456789" else f"*{part}"
    yield "*final"


def _strip_end(parts: list[str], value: str) -> None:
    while parts and parts[-1] == value:
        parts.pop()
