"""The text and the facets by which projects are found."""

import re
from collections.abc import Iterator
from functools import lru_cache
from math import log1p
from typing import Any

from packaging.specifiers import InvalidSpecifier, SpecifierSet
from trove_classifiers import sorted_classifiers

from warehouse.packaging.names import normalize
from warehouse.search.document_tags import tags_of
from warehouse.search.facts import ProjectFacts
from warehouse.search.terms import humps, pieces

FORM = 1
"""The number of the rules below. With another one, all documents are written anew."""

LONGEST_DESCRIPTION = 20_000
"""Characters of a description that are read."""

_LONGEST_KEYWORDS = 2_000
_MOST_NAMES = 100
_SEPARATOR = " :: "
_TYPED = "Typing :: Typed"
_PYTHON = "Programming Language :: Python :: "
_SPDX = re.compile(r"[A-Za-z0-9.+-]+")
_OPERATORS = frozenset({"AND", "OR", "WITH"})

LICENSES = {
    "Apache Software License": "Apache-2.0",
    "BSD License": "BSD-3-Clause",
    "Boost Software License 1.0 (BSL-1.0)": "BSL-1.0",
    "GNU Affero General Public License v3": "AGPL-3.0-only",
    "GNU Affero General Public License v3 or later (AGPLv3+)": "AGPL-3.0-or-later",
    "GNU General Public License v2 (GPLv2)": "GPL-2.0-only",
    "GNU General Public License v2 or later (GPLv2+)": "GPL-2.0-or-later",
    "GNU General Public License v3 (GPLv3)": "GPL-3.0-only",
    "GNU General Public License v3 or later (GPLv3+)": "GPL-3.0-or-later",
    "GNU Lesser General Public License v2 (LGPLv2)": "LGPL-2.0-only",
    "GNU Lesser General Public License v2 or later (LGPLv2+)": "LGPL-2.0-or-later",
    "GNU Lesser General Public License v3 (LGPLv3)": "LGPL-3.0-only",
    "GNU Lesser General Public License v3 or later (LGPLv3+)": "LGPL-3.0-or-later",
    "ISC License (ISCL)": "ISC",
    "MIT License": "MIT",
    "MIT No Attribution License (MIT-0)": "MIT-0",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "Python Software Foundation License": "PSF-2.0",
    "The Unlicense (Unlicense)": "Unlicense",
    "zlib/libpng License": "Zlib",
}
"""Last parts of licence classifiers, and what SPDX calls what they most often mean."""


@lru_cache(1)
def python_versions() -> tuple[str, ...]:
    """Return the minor versions of Python that there are classifiers for, oldest first."""
    found = (each.removeprefix(_PYTHON) for each in sorted_classifiers)
    minors = (each for each in found if re.fullmatch(r"[23]\.[0-9]+", each))
    return tuple(sorted(minors, key=lambda each: tuple(map(int, each.split(".")))))


def row_of(facts: ProjectFacts) -> dict[str, Any]:
    """Return the columns of the document, its text still as text."""
    words = pieces(facts.name)
    parts = [each for word in words for each in humps(word)]
    named = words if parts == words else words + parts
    return {
        "project_id": facts.project_id,
        "name": facts.name,
        "normalized_name": normalize(facts.name),
        "version": facts.version,
        "summary": _storable(facts.summary or ""),
        "status": facts.status,
        "created": facts.created,
        "updated": facts.updated,
        "standing": _standing(facts),
        "name_words": " ".join(named),
        "summary_words": " ".join(pieces(facts.summary or "")),
        "keyword_words": " ".join(_keyword_words(facts)),
        "tags": tags_of(facts),
        "description_words": " ".join(pieces(facts.description[:LONGEST_DESCRIPTION])),
    }


def _keyword_words(facts: ProjectFacts) -> list[str]:
    """Return the words of keywords, and of what else a project is known by.

    A name to import that is that of the project says nothing new.
    """
    known = {each.lower() for each in pieces(facts.name)}
    names = [*facts.imports, *facts.commands, *facts.provides]
    said = [each for name in names for each in pieces(name) if each.lower() not in known]
    words = pieces((facts.keywords or "")[:_LONGEST_KEYWORDS])
    return [*words, *list(dict.fromkeys(said))[:_MOST_NAMES]]


def facets_of(facts: ProjectFacts) -> set[tuple[str, str]]:
    """Return all facets that are true of a project."""
    found = {("status", facts.status)}
    if facts.is_latest_yanked:
        found.add(("is", "yanked-latest"))
    found |= _assets(facts)
    for classifier in facts.classifiers:
        found.update(("classifier", each) for each in lineage(classifier))
    found.update(("license", each) for each in _licenses(facts))
    found.update(("python", each) for each in _pythons(facts))
    return found


def _assets(facts: ProjectFacts) -> set[tuple[str, str]]:
    name = normalize(facts.name)
    is_typed = (
        facts.is_typed
        or _TYPED in facts.classifiers
        or name.startswith("types-")
        or name.endswith("-stubs")
    )
    has = {
        ("wheels", "yes"): facts.has_wheel,
        ("has", "sdist"): facts.has_sdist,
        ("has", "types"): is_typed,
        ("has", "provenance"): facts.has_provenance,
    }
    return {facet for facet, is_there in has.items() if is_there}


def lineage(classifier: str) -> Iterator[str]:
    """Return `classifier` and its ancestors, under which it is found, too."""
    parts = classifier.split(_SEPARATOR)
    for depth in range(1, len(parts) + 1):
        yield _SEPARATOR.join(parts[:depth])


def _licenses(facts: ProjectFacts) -> set[str]:
    if facts.license_expression:
        found = set(_SPDX.findall(facts.license_expression))
        return {each for each in found if each.upper() not in _OPERATORS}
    last = (each.rpartition(_SEPARATOR)[2] for each in facts.classifiers)
    return {LICENSES[each] for each in last if each in LICENSES}


def _pythons(facts: ProjectFacts) -> set[str]:
    """Return the versions it installs on, or else those of its classifiers."""
    if facts.requires_python:
        return set(_installs_on(facts.requires_python))
    return {
        version for version in python_versions() if _PYTHON + version in facts.classifiers
    }


@lru_cache(4096)
def _installs_on(requires_python: str) -> tuple[str, ...]:
    try:
        wanted = SpecifierSet(requires_python)
    except InvalidSpecifier:
        return ()
    return tuple(
        version
        for version in python_versions()
        if wanted.contains(f"{version}.0") or wanted.contains(f"{version}.99")
    )


def _standing(facts: ProjectFacts) -> float:
    """Return how established a project is: more by releases, and by recent ones."""
    return log1p(facts.releases) + max(0, facts.updated.year - 2005) / 10


def _storable(text: str) -> str:
    return text.replace("\0", "")
