"""A member by its lines: in colours where a lexer manages, and nothing in it hidden."""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import structlog

from warehouse.contents.hidden import HIDDEN, number_of
from warehouse.programs.running import ProgramStopped, answer_of

log = structlog.get_logger(__name__)

MOST_TEXT = 200_000
"""Bytes of a member that a page shows."""

MOST_LINES = 5_000
"""Lines of it."""

SECONDS, MEMORY = 2, 512 * 1024 * 1024
"""Seconds of the processor, and bytes of memory, that colouring may take."""

_PROGRAM = Path(__file__).with_name("colouring.py")


class Piece(NamedTuple):
    """A part of a line: its kind, by the short names that lexers have, and its text."""

    kind: str
    text: str


ODD = "lines__odd"
"""The kind of a character that is not seen, or turns what follows; its number is shown."""


def shown_lines(
    name: str, content: bytes, *, seconds: int = SECONDS, memory: int = MEMORY
) -> list[list[Piece]]:
    """Return the first lines of a member, in colours if its name says what it is."""
    lines = lines_of(content.decode("utf-8", "replace"))[:MOST_LINES]
    made = _coloured(name, "\n".join(lines), seconds, memory)
    if made is None or len(made) < len(lines):
        return [plain_line(each) for each in lines]
    return [
        [piece for kind, text in line for piece in _pieces(kind, text)]
        for line in made[: len(lines)]
    ]


def lines_of(text: str) -> list[str]:
    """Return the lines of a text, however they end; what follows the last end is none."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return lines if lines[-1] else lines[:-1]


def plain_line(text: str) -> list[Piece]:
    """Return a line without colours, with what is hidden in it."""
    return list(_pieces("", text))


def _pieces(kind: str, text: str) -> Iterator[Piece]:
    """Yield a text, and each character in it that is not seen as its number."""
    done = 0
    for odd in HIDDEN.finditer(text):
        if odd.start() > done:
            yield Piece(kind, text[done : odd.start()])
        yield Piece(ODD, number_of(odd[0]))
        done = odd.end()
    if done < len(text):
        yield Piece(kind, text[done:])


def _coloured(
    name: str, text: str, seconds: int, memory: int
) -> list[list[tuple[str, str]]] | None:
    try:
        found: list[list[tuple[str, str]]] | None = answer_of(
            _PROGRAM,
            {"name": name, "text": text},
            seconds=seconds,
            memory=memory,
            patience=2 * seconds,
        )
    except ProgramStopped as stopped:
        log.info("member_not_coloured", why=str(stopped))
        return None
    return found
