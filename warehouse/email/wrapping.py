"""Breaking the lines of messages, also of languages that are written without spaces."""

import re
import textwrap
import unicodedata

WIDTH = 72
"""Columns of a line; a letter of Chinese or Japanese takes two of them."""

_LETTER = r"\u3000-\u30ff\u3400-\u9fff\uff00-\uffef"
_EASTERN = re.compile(f"[{_LETTER}]")
# A letter with the signs that may not begin a line, what has no place to break, or spaces.
_PIECES = re.compile(
    rf"[{_LETTER}][\u3001\u3002\uff01\uff09\uff0c\uff1a\uff1b\uff1f\u300d\u300f]*"
    rf"|[^\s{_LETTER}]+|\s+"
)


def wrapped(text: str, indent: str = "") -> str:
    """Return the text in lines, of which all but the first begin with `indent`."""
    if _EASTERN.search(text):
        return _anywhere(text, indent)
    wrapper = textwrap.TextWrapper(
        WIDTH, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False
    )
    return wrapper.fill(text)


def _anywhere(text: str, indent: str) -> str:
    """Break between letters, too."""
    lines, line = [], ""
    for piece in _PIECES.findall(text):
        if line.strip() and _columns(line + piece.rstrip()) > WIDTH:
            lines.append(line.rstrip())
            line = indent + piece.lstrip()
        else:
            line += piece
    return "\n".join([*lines, line])


def _columns(text: str) -> int:
    return sum(1 + (unicodedata.east_asian_width(each) in "WF") for each in text)
