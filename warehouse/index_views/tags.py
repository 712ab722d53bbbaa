"""For which Python versions and platforms a file is, by its name and what it requires."""

import fnmatch
import re
from functools import lru_cache

from packaging.specifiers import InvalidSpecifier, SpecifierSet
from packaging.tags import Tag
from packaging.utils import InvalidWheelFilename, parse_wheel_filename

_INTERPRETER = re.compile(r"([a-z]+)(\d)(\d*)\Z")
_ANY = "any"


@lru_cache(maxsize=4096)
def tags_of(filename: str) -> frozenset[Tag]:
    """Return the tags of a wheel; none where its name says none that are valid."""
    try:
        return parse_wheel_filename(filename)[3]
    except (InvalidWheelFilename, ValueError):
        return frozenset()


@lru_cache(maxsize=4096)
def requirement_admits(requires_python: str | None, version: tuple[int, int]) -> bool:
    """Return whether a Python version is admitted; what makes no sense admits all.

    Of 3.12 its last release counts, since `>=3.12.1` does admit 3.12.
    """
    try:
        wanted = SpecifierSet(requires_python or "")
    except InvalidSpecifier:
        return True
    major, minor = version
    tried = (f"{major}.{minor}.{patch}" for patch in (0, 99))
    return any(wanted.contains(each, prereleases=True) for each in tried)


def runs_on_python(tag: Tag, version: tuple[int, int]) -> bool:
    """Return whether a wheel with this tag can be used with a Python version."""
    found = _INTERPRETER.match(tag.interpreter)
    if found is None:
        return False
    kind, major, minor = found[1], int(found[2]), found[3]
    if major != version[0]:
        return False
    if not minor:
        return True
    is_upward = kind == "py" or tag.abi == "abi3"
    return int(minor) <= version[1] if is_upward else int(minor) == version[1]


def runs_on_platform(tag: Tag, platforms: tuple[str, ...]) -> bool:
    """Return whether a tag is for one of these platforms, or for any."""
    if tag.platform == _ANY:
        return True
    return any(fnmatch.fnmatchcase(tag.platform, each) for each in platforms)
