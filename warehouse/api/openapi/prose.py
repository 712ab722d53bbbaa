"""Text of the document as paragraphs; of all Markdown only code in backticks is used."""

import re
from dataclasses import dataclass

_CODE = re.compile(r"`([^`]+)`")


@dataclass(frozen=True)
class Piece:
    """Some words, or some code among them."""

    text: str
    is_code: bool


Paragraph = tuple[Piece, ...]


def paragraphs(text: str) -> tuple[Paragraph, ...]:
    """Return the paragraphs of `text`, between which are empty lines."""
    return tuple(map(_pieces, filter(None, map(str.strip, text.split("\n\n")))))


def _pieces(paragraph: str) -> Paragraph:
    line = " ".join(paragraph.split())
    return tuple(
        Piece(part, is_code=bool(number % 2))
        for number, part in enumerate(_CODE.split(line))
        if part
    )
