"""The part of a changelog that is about one version."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

LARGEST = 512 * 1024
"""Bytes of a changelog in which a version is looked for."""

_LONGEST = 60_000
_NAMED = re.compile(
    r"[^/]+/(?:docs?/)?(?:CHANGE_?LOG|CHANGES|NEWS|HISTORY|RELEASE_?NOTES)"
    r"(?:\.(?:md|markdown|rst|txt))?",
    re.IGNORECASE,
)
_MARKED = re.compile(r"(#{1,6})[ \t]+(\S.*)")
_UNDERLINE = re.compile(r"([=\-`:'\"~^_*+#<>.])\1{2,}[ \t]*")


@dataclass(frozen=True)
class Section:
    """The text of a changelog about a version, and the media type it is written in."""

    text: str
    kind: str


@dataclass(frozen=True)
class _Heading:
    line: int
    level: str
    title: str


def rank_of(name: str) -> tuple[int, str] | None:
    """Return the rank of a changelog, of which the one highest up is first, or None."""
    return (name.count("/"), name.lower()) if _NAMED.fullmatch(name) else None


def section_of(name: str, text: str, version: str) -> Section | None:
    """Return what a changelog says of one version, without its heading; None if nothing."""
    lines = text.replace("\r\n", "\n").split("\n")
    is_marked = name.lower().endswith((".md", ".markdown"))
    headings = list(_marked(lines) if is_marked else _underlined(lines))
    named = _version_in(version)
    at = next((n for n, each in enumerate(headings) if named.search(each.title)), None)
    if at is None:
        return None
    ranks = _ranks(headings, is_marked=is_marked)
    own, following = headings[at], headings[at + 1 :]
    last = next((each for each in following if ranks[each.level] <= ranks[own.level]), None)
    end = len(lines) if last is None else last.line - last.level.startswith("over")
    begin = own.line + (1 if is_marked else 2)
    body = "\n".join(lines[begin:end]).strip("\n")[:_LONGEST]
    return Section(body, _kind_of(name)) if body.strip() else None


def _kind_of(name: str) -> str:
    if name.lower().endswith((".md", ".markdown")):
        return "text/markdown"
    return "text/plain" if name.lower().endswith(".txt") else "text/x-rst"


def _version_in(version: str) -> re.Pattern[str]:
    """Return a pattern of a version as a word, with zeros at its end or without."""
    base = re.sub(r"(?:\.0)+$", "", version)
    return re.compile(rf"(?<![\w.])v?{re.escape(base)}(?:\.0)*(?![\w+]|\.\w|-\w)", re.I)


def _marked(lines: Sequence[str]) -> Iterator[_Heading]:
    """Yield the headings of Markdown, but for those in blocks of code."""
    is_code = False
    for number, line in enumerate(lines):
        if line.startswith(("```", "~~~")):
            is_code = not is_code
        found = _MARKED.fullmatch(line.rstrip())
        if found is not None and not is_code:
            yield _Heading(number, found[1], found[2])


def _underlined(lines: Sequence[str]) -> Iterator[_Heading]:
    """Yield the headings of reStructuredText: a title, and a line below it."""
    for number, line in enumerate(lines[:-1]):
        below = _UNDERLINE.fullmatch(lines[number + 1])
        is_title = line.strip() and not _UNDERLINE.fullmatch(line)
        if below is not None and is_title and len(lines[number + 1].strip()) >= 3:
            above = number > 0 and _UNDERLINE.fullmatch(lines[number - 1]) is not None
            yield _Heading(number, f"{'over' if above else ''}{below[1]}", line.strip())


def _ranks(headings: Sequence[_Heading], *, is_marked: bool) -> dict[str, int]:
    """Return how deep each kind of heading is: by its length, or by which comes first."""
    kinds = dict.fromkeys(each.level for each in headings)
    return {each: len(each) if is_marked else number for number, each in enumerate(kinds)}
