"""The words of a question: what must be there, what must not, and what it may name.

Text is cut into words by the same rule on both sides, here and in `documents`, so that
`zope.interface`, `zope_interface` and `zope-interface` are found by each other.
"""

import re
from dataclasses import dataclass

from warehouse.packaging import limits

MOST_TERMS = limits.QUESTION_TERMS.most
"""Words and phrases beyond these are left out of the question."""

_MOST_IN_PHRASE = 8
_LONGEST_WORD = 100
_LONGEST_NAME = 64
_WORDS_OF_A_NAME = 3

PIECE = re.compile(r"[^\W_]+")
"""A word: a run of letters and digits in any script."""

_HUMPS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+")
_TOKEN = re.compile(r'-?"[^"]*"?|[^\s"]+')
_LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789-"
_IS_NAME = re.compile(r"[a-z0-9-]+\Z", re.ASCII)


def pieces(text: str) -> list[str]:
    """Return the words of `text`: runs of letters and digits in any script."""
    return PIECE.findall(text)


def humps(word: str) -> list[str]:
    """Return the parts of a word in mixed case: `Beautiful` and `Soup`."""
    return _HUMPS.findall(word)


@dataclass(frozen=True)
class Terms:
    """A question taken apart: phrases, of which a single word is the shortest."""

    wanted: tuple[str, ...] = ()
    unwanted: tuple[str, ...] = ()
    name: str | None = None
    is_shortened: bool = False

    @property
    def has_phrase(self) -> bool:
        """Return whether the order of words matters, which no index knows."""
        return any(" " in each for each in (*self.wanted, *self.unwanted))

    @property
    def websearch(self) -> str:
        """Return the same in the words of PostgreSQL's `websearch_to_tsquery`.

        Everything is quoted, so that a word such as `or` is only a word.
        """
        parts = [f'"{each}"' for each in self.wanted]
        parts += [f'-"{each}"' for each in self.unwanted]
        return " ".join(parts)

    @property
    def any_unwanted(self) -> str:
        """Return a query in these words for anything that must not be there."""
        return " or ".join(f'"{each}"' for each in self.unwanted)

    @property
    def may_be_misspelt(self) -> bool:
        """Return whether its length is that of a name which could be misspelt."""
        return (
            self.name is not None
            and len(self.name) >= 4
            and self.name.count("-") < _WORDS_OF_A_NAME
        )


def slips(name: str) -> list[str]:
    """Return every name that becomes `name` by one slip.

    That is a letter too many, one too few, a wrong one, or two in the wrong order.
    """
    halves = [(name[:place], name[place:]) for place in range(len(name) + 1)]
    found = [head + tail[1:] for head, tail in halves if tail]
    found += swaps(name)
    for letter in _LETTERS:
        found += [head + letter + tail for head, tail in halves]
        found += [head + letter + tail[1:] for head, tail in halves if tail]
    return sorted(set(found) - {name})


def swaps(name: str) -> list[str]:
    """Return every name that becomes `name` by two letters in the wrong order."""
    pairs = range(len(name) - 1)
    found = {name[:n] + name[n + 1] + name[n] + name[n + 2 :] for n in pairs}
    return sorted(found - {name})


def parse(text: str) -> Terms:
    """Return the terms of `text`: words, "phrases" (also in single quotes), -exclusions."""
    wanted: list[str] = []
    unwanted: list[str] = []
    is_plain = True
    for token in _TOKEN.findall(text.replace("'", '"').replace("\0", " ")):
        is_excluded = token.startswith("-")
        is_quoted = token.lstrip("-").startswith('"')
        found = [each[:_LONGEST_WORD] for each in pieces(token)][:_MOST_IN_PHRASE]
        is_plain = is_plain and not is_quoted and not (is_excluded and found)
        if not found:
            continue
        if is_excluded:
            unwanted.append(" ".join(found))
        elif is_quoted:
            wanted.append(" ".join(found))
        else:
            wanted += found
    wanted, unwanted = list(dict.fromkeys(wanted)), list(dict.fromkeys(unwanted))
    return Terms(
        wanted=tuple(wanted[:MOST_TERMS]),
        unwanted=tuple(unwanted[:MOST_TERMS]),
        name=_name(text) if is_plain else None,
        is_shortened=max(len(wanted), len(unwanted)) > MOST_TERMS,
    )


def _name(text: str) -> str | None:
    """Return the project name that `text` normalises to (PEP 503), or None."""
    name = "-".join(pieces(text)).lower()
    return name if len(name) <= _LONGEST_NAME and _IS_NAME.match(name) else None
