"""Names that can be taken for the name of a project that many depend on.

Names are normalised (PEP 503). Those that differ in separators and look-alike digits alone
are refused when a project is made; what is found here is shown to staff.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator

SHORTEST = 4
"""Letters of a name that others are compared with: shorter ones resemble everything."""

_ROWS = ("1234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm")
_LETTERS = (("0", "o"), ("1", "l"), ("3", "e"), ("5", "s"), ("rn", "m"), ("vv", "w"))
_AFFIXES = frozenset(
    (
        *("py", "py3", "python", "python3", "lib", "libs", "pkg", "package", "module"),
        *(
            "core",
            "api",
            "sdk",
            "client",
            "cli",
            "util",
            "utils",
            "tool",
            "tools",
            "helper",
        ),
        *(
            "helpers",
            "plus",
            "pro",
            "dev",
            "official",
            "test",
            "new",
            "latest",
            "the",
            "js",
        ),
    )
)


class Lookalikes:
    """Compares names with many known ones, without going through all of them."""

    def __init__(self, known: Iterable[str]) -> None:
        self._known = {name for name in known if len(name) >= SHORTEST}
        self._shortened: dict[str, set[str]] = defaultdict(set)
        self._spelled: dict[str, set[str]] = defaultdict(set)
        self._words: dict[tuple[str, ...], set[str]] = defaultdict(set)
        for name in self._known:
            for each in {name, *_shortenings(name)}:
                self._shortened[each].add(name)
            self._spelled[_spelled(name)].add(name)
            if "-" in name:
                self._words[_sorted_words(name)].add(name)

    def like(self, name: str) -> dict[str, str]:
        """Return the known names that `name` resembles, and why."""
        if name in self._known:
            return {}
        found: dict[str, str] = {}
        for other, reason in self._reasons(name):
            found.setdefault(other, reason)
        return found

    def _reasons(self, name: str) -> Iterator[tuple[str, str]]:
        for other in self._spelled.get(_spelled(name), ()):
            yield other, "letters that look alike"
        for other in self._words.get(_sorted_words(name), ()):
            yield other, "the same words in another order"
        for other in self._known & set(_without_affix(name)):
            yield other, "a common word before or after it"
        for each in {name, *_shortenings(name)}:
            for other in self._shortened.get(each, ()):
                reason = _slip(name, other)
                if reason:
                    yield other, reason


def _shortenings(name: str) -> list[str]:
    return [name[:at] + name[at + 1 :] for at in range(len(name))]


def _spelled(name: str) -> str:
    for seen, meant in _LETTERS:
        name = name.replace(seen, meant)
    return name


def _sorted_words(name: str) -> tuple[str, ...]:
    return tuple(sorted(name.split("-")))


def _without_affix(name: str) -> Iterator[str]:
    first, _, rest = name.partition("-")
    if first in _AFFIXES and rest:
        yield rest
    rest, _, last = name.rpartition("-")
    if last in _AFFIXES and rest:
        yield rest
    for affix in ("python", "py", "lib"):
        yield name.removeprefix(affix).removeprefix("-")
        yield name.removesuffix(affix).removesuffix("-")
    yield name.rstrip("0123456789").removesuffix("-")


def _slip(name: str, other: str) -> str | None:
    """Return how one slip of the fingers makes one name of the other, None if none does."""
    if abs(len(name) - len(other)) == 1:
        return "one letter more or less"
    if len(name) != len(other):
        return None
    at = [place for place in range(len(name)) if name[place] != other[place]]
    if len(at) == 1:
        are_near = _are_neighbours(name[at[0]], other[at[0]])
        return "a key beside the right one" if are_near else "one other letter"
    is_swap = len(at) == 2 and at[1] == at[0] + 1
    if is_swap and name[at[0]] == other[at[1]] and name[at[1]] == other[at[0]]:
        return "two letters in another order"
    return None


def _are_neighbours(one: str, two: str) -> bool:
    places = {
        key: (row, at) for row, keys in enumerate(_ROWS) for at, key in enumerate(keys)
    }
    if one not in places or two not in places:
        return False
    (row, at), (other_row, other_at) = places[one], places[two]
    return abs(row - other_row) <= 1 and abs(at - other_at) <= 1
