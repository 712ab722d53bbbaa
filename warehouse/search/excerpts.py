"""Cutting out of a description the place where the words are, for those who read results.

An excerpt is of what the page of the project shows, without its markup. It begins with a
block (a heading, a paragraph, an item) where one begins nearby, and blocks are set apart.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import unescape

from warehouse.packaging.surveying import TAG
from warehouse.search.terms import PIECE

LONGEST_HTML = 40_000
"""Characters of a rendered description that are read."""

LONGEST = 200
"""Characters that an excerpt has, without the points where it is cut."""

Marks = tuple[tuple[int, int], ...]
"""Where words begin and end in a text, counted in characters; in order and apart."""

_BEFORE, _TOGETHER = 60, 120
"""Characters before the first of the words, and from there to the last of them."""

_BETWEEN = " · "
_UNFINISHED = re.compile(r"(?:<.*|&[^;]*)\Z", re.DOTALL)
_WITHIN_A_LINE = {
    *("a", "abbr", "b", "bdi", "bdo", "big", "cite", "code", "del", "dfn", "em", "font"),
    *("i", "ins", "kbd", "mark", "q", "rp", "rt", "ruby", "s", "samp", "small", "span"),
    *("strike", "strong", "sub", "sup", "tt", "u", "var", "wbr"),
}


@dataclass(frozen=True)
class Excerpt:
    """A piece of a description, and where the words are in it."""

    text: str
    marks: Marks


def text_of(html: str) -> str:
    """Return the text of a cleaned description, in one line and without formulas.

    What was cut off in the middle of a tag or of an entity ends before it.
    """
    blocks = [""]
    end, is_formula = 0, False
    for tag in TAG.finditer(html):
        if not is_formula:
            blocks[-1] += html[end : tag.start()]
        end = tag.end()
        if tag[2] == "math":
            is_formula = not tag[1]
        elif not is_formula and tag[2] not in _WITHIN_A_LINE:
            blocks.append("")
    if not is_formula:
        blocks[-1] += _UNFINISHED.sub("", html[end:])
    lines = (" ".join(unescape(each).split()) for each in blocks)
    return _BETWEEN.join(filter(None, lines))


def excerpt(text: str, known: Mapping[str, str]) -> Excerpt | None:
    """Return the piece of `text` where most of the words are nearest together, or None.

    `known` has the words to be marked, each with what all forms of it have in common.
    """
    places = [each for each in PIECE.finditer(text) if each[0] in known]
    if not places:
        return None
    first, last = _nearest([(each.start(), known[each[0]]) for each in places])
    begin = _beginning(text, places[first].start())
    end = _end(text, begin, places[last].end())
    before = "…" if begin and not text.endswith(_BETWEEN, 0, begin) else ""
    after = "…" if end < len(text) and not text.startswith(_BETWEEN, end) else ""
    moved = len(before) - begin
    marks = [each.span() for each in places if begin <= each.start() and each.end() <= end]
    return Excerpt(
        before + text[begin:end] + after,
        tuple((start + moved, stop + moved) for start, stop in marks),
    )


def _nearest(places: Sequence[tuple[int, str]]) -> tuple[int, int]:
    """Return the first and the last of the places where most different words are together.

    Of several such the shortest is taken, and of those the first.
    """
    inside: Counter[str] = Counter()
    best, found = (0, 0), (0, 0)
    first = 0
    for last, (start, word) in enumerate(places):
        inside[word] += 1
        while start - places[first][0] > _TOGETHER or inside[places[first][1]] > 1:
            inside[places[first][1]] -= 1
            first += 1
        worth = (sum(map(bool, inside.values())), places[first][0] - start)
        if worth > best:
            best, found = worth, (first, last)
    return found


def _beginning(text: str, first: int) -> int:
    """Return where the excerpt begins: with a block, or else with a word."""
    earliest = max(0, first - _BEFORE)
    block = text.rfind(_BETWEEN, earliest, first)
    if block >= 0:
        return block + len(_BETWEEN)
    if not earliest:
        return 0
    word = text.find(" ", earliest, first)
    return word + 1 if word >= 0 else earliest


def _end(text: str, begin: int, last: int) -> int:
    """Return where the excerpt ends: with a block or a word, after `last`."""
    latest = max(last, begin + LONGEST)
    if latest >= len(text):
        return len(text)
    block = text.rfind(_BETWEEN, max(last, begin + LONGEST // 2), latest)
    if block >= 0:
        return block
    word = text.rfind(" ", last, latest + 1)
    return max(last, len(text[: word if word >= 0 else latest].rstrip(_BETWEEN)))
