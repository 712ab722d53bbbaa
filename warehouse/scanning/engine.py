"""YARA over bytes: rules that do not compile are told of and left out.

Only those who scan import this module: the library takes memory that no reader needs.
"""

from collections.abc import Mapping

import yara_x

SECONDS = 5
"""The time that one member is looked at."""


class RulesBroken(ValueError):
    """A text is no YARA rules; says where and why."""


def check(source: str) -> list[str]:
    """Return the names of the rules in a text; raises `RulesBroken`."""
    return [each.identifier for each in _compiled("rules", source)]


class Engine:
    """Compiled rules, and the texts that could not be compiled.

    Each text is scanned by itself, so a slow one keeps no other from matching. What is
    compiled is for all threads; a scanner belongs to one, and is made in microseconds.
    """

    def __init__(self, sources: Mapping[str, str], *, seconds: int = SECONDS) -> None:
        self.seconds = seconds
        self.broken: dict[str, str] = {}
        self._rules: dict[str, yara_x.Rules] = {}
        for name, source in sources.items():
            try:
                self._rules[name] = _compiled(name, source)
            except RulesBroken as error:
                self.broken[name] = str(error)

    def matches(self, content: bytes) -> list[str]:
        """Return the names of the rules that match, as `TEXT.RULE`.

        Of a text that takes too long, `TEXT (too slow)`.
        """
        return [found for name in self._rules for found in self._matches(name, content)]

    def _matches(self, name: str, content: bytes) -> list[str]:
        scanner = yara_x.Scanner(self._rules[name])
        scanner.set_timeout(self.seconds)
        try:
            found = scanner.scan(content).matching_rules
        except yara_x.TimeoutError:
            return [f"{name} (too slow)"]
        return sorted(f"{name}.{each.identifier}" for each in found)


def _compiled(name: str, source: str) -> yara_x.Rules:
    compiler = yara_x.Compiler()
    compiler.enable_includes(False)
    try:
        compiler.new_namespace(name)
        compiler.add_source(source)
    except yara_x.CompileError as error:
        raise RulesBroken(str(error)) from error
    return compiler.build()
