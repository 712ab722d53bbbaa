"""Reading files of requirements as pip does, as far as an index can do what they ask.

Options that say where to look are passed over, because everything comes from this index.
What asks for something else than a project of an index is refused with its line.
"""

import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from warehouse.bundles.errors import RequestInvalid
from warehouse.packaging.requirements import Needed, needed

_COMMENT = re.compile(r"(^|\s+)#.*$")
_HASH = re.compile(r"sha256:([0-9a-f]{64})\Z")
_INCLUDES = ("-r", "--requirement")
_CONSTRAINTS = ("-c", "--constraint")
_PASSED_OVER = {
    *("-i", "--index-url", "--extra-index-url", "--no-index", "-f", "--find-links"),
    *("--trusted-host", "--require-hashes", "--only-binary", "--no-binary"),
    *("--prefer-binary", "--use-feature"),
}
_DEEPEST = 10


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A requirement, the digests that its file may have, and whether it only constrains."""

    needed: Needed
    hashes: frozenset[str] = frozenset()
    is_constraint: bool = False


def read(path: Path) -> list[Asked]:
    """Return the requirements of a file and of those it names; raises `RequestInvalid`."""
    return list(_read(path, is_constraint=False, depth=0))


def _read(path: Path, *, is_constraint: bool, depth: int) -> Iterator[Asked]:
    if depth > _DEEPEST:
        raise RequestInvalid(f"{path} is named by files that name each other")
    for number, line in _lines(path):
        try:
            words = shlex.split(line)
        except ValueError as error:
            raise RequestInvalid(f"{path}, line {number}: {error}") from None
        option, _, value = words[0].partition("=")
        if option in _INCLUDES or option in _CONSTRAINTS:
            other = path.parent / (value or " ".join(words[1:]))
            constrains = is_constraint or option in _CONSTRAINTS
            yield from _read(other, is_constraint=constrains, depth=depth + 1)
        elif option not in _PASSED_OVER:
            yield _asked(line, f"{path}, line {number}", is_constraint=is_constraint)


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    """Yield lines with what goes on after a backslash, each with its number."""
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise RequestInvalid(f"{path}: {error.strerror}") from None
    except UnicodeDecodeError:
        raise RequestInvalid(f"{path} is not encoded as UTF-8") from None
    begun = ""
    for number, line in enumerate(text.splitlines(), start=1):
        whole = begun + _COMMENT.sub("", line)
        if whole.endswith("\\"):
            begun = whole[:-1]
            continue
        begun = ""
        if whole.strip():
            yield number, whole.strip()
    if begun.strip():
        yield 0, begun.strip()


def _asked(line: str, place: str, *, is_constraint: bool) -> Asked:
    text, *options = re.split(r"\s+(?=--?[a-z])", line)
    hashes = set()
    for option in options:
        name, _, value = option.replace("--hash ", "--hash=").partition("=")
        match = _HASH.match(value)
        if name != "--hash" or match is None:
            raise RequestInvalid(f"{place}: {option[:80]!r} is no --hash=sha256:…")
        hashes.add(match[1])
    found = needed(text.strip())
    if not found.is_from_here:
        why = "leads elsewhere" if found.url else "is no requirement of an index"
        raise RequestInvalid(f"{place}: {text[:80]!r} {why}")
    return Asked(needed=found, hashes=frozenset(hashes), is_constraint=is_constraint)
