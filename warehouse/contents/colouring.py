"""A program that colours one text and ends.

It is run by its path, in a process of its own, because a lexer is made of patterns, and
what strangers write can keep those busy for minutes. It reads `{"name", "text", "seconds",
"memory"}` as JSON and writes the lines in pieces, or null where it has no lexer for the
name. It imports nothing of ours, so that it starts quickly.
"""

import json
import resource
import sys
from typing import Any

_NAMED = {"METADATA": "x.eml", "PKG-INFO": "x.eml", "WHEEL": "x.eml", "Pipfile": "x.toml"}
_ENDED = {".lock": "x.toml", "entry_points.txt": "x.ini", ".pth": "x.py", ".pyw": "x.py"}


def coloured(name: str, text: str) -> list[list[tuple[str, str]]] | None:
    """Return the lines of a text, each as pieces with the short names of their kinds."""
    from pygments.lexers import get_lexer_for_filename
    from pygments.util import ClassNotFound

    name = name.rpartition("/")[2]
    for end, known in _ENDED.items():
        name = known if name.endswith(end) else name
    try:
        lexer = get_lexer_for_filename(
            _NAMED.get(name, name), stripnl=False, ensurenl=False
        )
    except ClassNotFound:
        return None
    lines: list[list[tuple[str, str]]] = [[]]
    for kind, value in lexer.get_tokens(text):
        first, *more = value.split("\n")
        _add(lines, kind, first)
        for part in more:
            lines.append([])
            _add(lines, kind, part)
    return lines


def _add(lines: list[list[tuple[str, str]]], kind: Any, text: str) -> None:
    from pygments.token import STANDARD_TYPES

    while kind not in STANDARD_TYPES:
        kind = kind.parent
    if text:
        lines[-1].append((STANDARD_TYPES[kind], text))


def main() -> None:
    """Colour what standard input says, within the bounds."""
    wanted = json.load(sys.stdin.buffer)
    seconds, memory = wanted["seconds"], wanted["memory"]
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    sys.stdout.write(json.dumps(coloured(wanted["name"], wanted["text"])))


if __name__ == "__main__":
    main()
