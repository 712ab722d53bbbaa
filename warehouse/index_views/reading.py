"""Reading a rule from TOML, strictly: what is not understood is refused, and says why.

All problems are found at once. A rule that would silently be weaker than it was meant is
the worst that could come of this, so a key that is misspelled is never passed over.
"""

import difflib
import re
import tomllib
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any, TypeVar

from packaging.specifiers import InvalidSpecifier, SpecifierSet

from warehouse.index_views.errors import Problem, RuleInvalid
from warehouse.index_views.rules import (
    OWN,
    AdvisoryRule,
    Cooldown,
    LicenceRule,
    Pattern,
    Rule,
)
from warehouse.packaging.names import normalize
from warehouse.vulnerabilities.severity import Severity

T = TypeVar("T")

LONGEST = 64 * 1024
"""Characters of a rule."""

_MOST_DAYS = 3650
_NO_PATTERNS: tuple[Pattern, ...] = ()
_NO_TEXTS: tuple[str, ...] = ()
_PATTERN = re.compile(
    r"\s*([A-Za-z0-9*](?:[A-Za-z0-9._*-]*[A-Za-z0-9*])?)\s*([<>=!~].*)?\Z", re.DOTALL
)
_PYTHON = re.compile(r"3\.(\d{1,2})\Z")
_PLATFORM = re.compile(r"[a-z0-9_*]+\Z")
_LICENCE = re.compile(r"[A-Za-z0-9.*+-]+\Z")


class _Refused(Exception):
    """A value cannot be what it is for."""


def read_rule(document: str, sources: Collection[str] | None = None) -> Rule:
    """Return the rule that a TOML document states; raises `RuleInvalid`.

    `sources` are the names of all there are. Where none are given any may be named: what
    was stored stays readable when a source has gone, and shows nothing of it.
    """
    if len(document) > LONGEST:
        raise RuleInvalid([Problem("", f"A rule has at most {LONGEST} characters.")])
    try:
        tables = tomllib.loads(document)
    except tomllib.TOMLDecodeError as error:
        raise RuleInvalid([Problem("", f"This is no TOML: {error}.")]) from error
    reader = _Reader(tables, "")
    rule = _rule(reader, sources)
    reader.finish()
    if reader.problems:
        raise RuleInvalid(reader.problems)
    return rule


class _Reader:
    """Takes the values out of one table, and notes what is wrong with them."""

    def __init__(
        self, table: Mapping[str, Any], at: str, problems: list[Problem] | None = None
    ) -> None:
        self._table, self._at, self._asked = table, at, list[str]()
        self.problems: list[Problem] = [] if problems is None else problems

    def take(self, key: str, read: Callable[[Any], T], default: T) -> T:
        """Return what `read` makes of a value, or the default where there is none."""
        self._asked.append(key)
        if key not in self._table:
            return default
        try:
            return read(self._table[key])
        except _Refused as refused:
            self.problems.append(Problem(self._at + key, str(refused)))
            return default

    def table(self, key: str) -> "_Reader | None":
        """Return the reader of a table in this one, or None if there is none."""
        found = self.take(key, _table, None)
        if found is None:
            return None
        return _Reader(found, f"{self._at}{key}.", self.problems)

    def finish(self) -> None:
        """Note every key that nobody has asked for."""
        for key in self._table:
            if key not in self._asked:
                near = difflib.get_close_matches(key, self._asked, 1)
                hint = f"Did you mean {near[0]!r}?" if near else _listed(self._asked)
                said = f"There is no such key. {hint}"
                self.problems.append(Problem(self._at + key, said))


def _listed(keys: Iterable[str]) -> str:
    return f"There are {', '.join(sorted(keys))}."


def _rule(reader: _Reader, sources: Collection[str] | None) -> Rule:
    """Return the rule of the outermost table."""
    return Rule(
        sources=reader.take("sources", lambda value: _sources(value, sources), (OWN,)),
        allow=reader.take("allow", _patterns, _NO_PATTERNS),
        deny=reader.take("deny", _patterns, _NO_PATTERNS),
        cooldown=_cooldown(reader),
        advisories=_advisories(reader.table("advisories")),
        licences=_licences(reader.table("licences")),
        only_with_provenance=reader.take("only-with-provenance", _flag, False),
        believes_upstream_provenance=reader.take(
            "believe-upstream-provenance", _flag, False
        ),
        only_trusted_publishers=reader.take("only-trusted-publishers", _flag, False),
        only_wheels=reader.take("only-wheels", _flag, False),
        prereleases=reader.take("prereleases", _flag, True),
        yanked=reader.take("yanked", _flag, True),
        python=reader.take("python", _each(_python), ()),
        platforms=reader.take("platforms", _each(_platform), ()),
        keeps_files=reader.take("keep-files", _flag, False),
    )


def _cooldown(reader: _Reader) -> Cooldown | None:
    days = reader.take("cooldown-days", _days, None)
    exceptions = reader.take("cooldown-except", _patterns, _NO_PATTERNS)
    spares_fixes = reader.take("cooldown-except-fixes", _flag, True)
    return None if days is None else Cooldown(days, exceptions, spares_fixes)


def _advisories(reader: _Reader | None) -> AdvisoryRule | None:
    if reader is None:
        return None
    made = AdvisoryRule(
        hide_from=reader.take("hide-from", _severity, Severity.LOW),
        hides_unknown=reader.take("unknown", _is_hidden, True),
        ignored=frozenset(reader.take("ignore", _each(_text), _NO_TEXTS)),
    )
    reader.finish()
    return made


def _licences(reader: _Reader | None) -> LicenceRule | None:
    if reader is None:
        return None
    made = LicenceRule(
        allow=reader.take("allow", _each(_licence), ()),
        deny=reader.take("deny", _each(_licence), ()),
        allows_unknown=not reader.take("unknown", _is_hidden, True),
    )
    reader.finish()
    return made


def _table(value: Any) -> Mapping[str, Any] | None:
    if not isinstance(value, dict):
        raise _Refused(f"{value!r} is no table: write its keys below a line in brackets.")
    return value


def _flag(value: Any) -> bool:
    if not isinstance(value, bool):
        raise _Refused(f"{value!r} is neither true nor false: write one of them, unquoted.")
    return value


def _text(value: Any) -> str:
    if not isinstance(value, str) or not value.strip():
        raise _Refused(f"{value!r} is no text: write a word in quotes.")
    return value.strip()


def _days(value: Any) -> int | None:
    if isinstance(value, bool) or not isinstance(value, int):
        raise _Refused(f"{value!r} is no whole number of days: write one, as 7.")
    if not 0 <= value <= _MOST_DAYS:
        raise _Refused(f"{value} days are too many or too few: 0 to {_MOST_DAYS} may be.")
    return value


def _each(read: Callable[[Any], T]) -> Callable[[Any], tuple[T, ...]]:
    """Return a reader of lists, whose every part is read by `read`."""

    def read_all(value: Any) -> tuple[T, ...]:
        if not isinstance(value, list):
            raise _Refused(f"{value!r} is no list: write it in brackets.")
        return tuple(dict.fromkeys(map(read, value)))

    return read_all


def _patterns(value: Any) -> tuple[Pattern, ...]:
    return _each(_pattern)(value)


def _pattern(value: Any) -> Pattern:
    text = _text(value)
    found = _PATTERN.match(text)
    if found is None:
        raise _Refused(
            f"{text!r} names no project: write a name, in which * stands for anything, and "
            "after it, if you like, versions, as in requests<3."
        )
    name, said = found.groups()
    try:
        versions = None if said is None else SpecifierSet(said)
    except InvalidSpecifier as error:
        raise _Refused(
            f"{said.strip()!r} in {text!r} is no version specifier: write it as in "
            "requests>=2,<3."
        ) from error
    return Pattern(text, _normalized(name), versions)


def _normalized(name: str) -> str:
    """Normalise what stands between the stars of a pattern."""
    return "*".join(normalize(each) for each in name.split("*"))


def _sources(value: Any, known: Collection[str] | None) -> tuple[str, ...]:
    names = _each(_text)(value)
    if not names:
        raise _Refused(f'The list is empty: name a source, as ["{OWN}"].')
    for each in names:
        if known is not None and each not in known:
            raise _Refused(f"There is no source {each!r}. There are {_quoted(known)}.")
    return names


def _severity(value: Any) -> Severity:
    words = [each.value for each in Severity]
    if value not in words:
        raise _Refused(f"{value!r} is no severity: write one of {_quoted(words)}.")
    return Severity(value)


def _is_hidden(value: Any) -> bool:
    if value not in ("hide", "show"):
        raise _Refused(f"{value!r} says nothing here: write 'hide' or 'show'.")
    return bool(value == "hide")


def _licence(value: Any) -> str:
    text = _text(value)
    if _LICENCE.match(text) is None:
        raise _Refused(
            f"{text!r} is no identifier of a licence: write one of SPDX, as MIT, in which "
            "* stands for anything."
        )
    return text.lower()


def _python(value: Any) -> tuple[int, int]:
    found = _PYTHON.match(value) if isinstance(value, str) else None
    if found is None:
        raise _Refused(
            f"{value!r} is no version of Python: write one in quotes, as '3.12'."
        )
    return 3, int(found[1])


def _platform(value: Any) -> str:
    text = _text(value)
    if _PLATFORM.match(text) is None:
        raise _Refused(
            f"{text!r} is no platform tag: write one as in names of wheels, in which * "
            "stands for anything, as manylinux*_x86_64."
        )
    return text


def _quoted(names: Iterable[str]) -> str:
    return ", ".join(map(repr, sorted(names)))
