"""The tags by which operators find a project."""

import re
from collections.abc import Iterable, Iterator

from warehouse.packaging.authors import readable
from warehouse.packaging.services.requirements import required_by
from warehouse.search.facts import ProjectFacts
from warehouse.search.tags import Tag
from warehouse.search.terms import pieces

_MOST = 500
_MOST_WORDS = 100
_ADDRESS = re.compile(r"<[^>]*>|[^\s,;]+@[^\s,;]+")
_UNSPLIT = re.compile(r"[,\s]+")


def tags_of(facts: ProjectFacts) -> list[str]:
    """Return all tags of a project; addresses of mail are no names of authors."""
    values = {
        Tag.AUTHOR: _author_words(facts.authors),
        Tag.COMMAND: facts.commands,
        Tag.DEPENDS: required_by(facts.requires),
        Tag.IMPORT: _ways_to(facts.imports),
        Tag.KEYWORD: facts.keyword_list or _UNSPLIT.split(facts.keywords or ""),
        Tag.PROVIDES: required_by(facts.provides),
    }
    found = {tag.of(each) for tag, given in values.items() for each in _usable(given)}
    return sorted(found)


def _usable(values: Iterable[str]) -> Iterator[str]:
    stripped = (each.replace("\0", "").strip() for each in list(values)[:_MOST])
    return (each for each in stripped if each)


def _author_words(authors: str) -> list[str]:
    words = pieces(_ADDRESS.sub(" ", readable(authors) or ""))
    return list(dict.fromkeys(words))[:_MOST_WORDS]


def _ways_to(names: Iterable[str]) -> Iterator[str]:
    """Yield names to import, and all packages that they are in."""
    for name in names:
        parts = name.split(".")
        for depth in range(1, len(parts) + 1):
            yield ".".join(parts[:depth])
