"""Badges: two words in a small drawing (SVG), for the README of a project.

The words may be anything that somebody uploaded. They are cut, have nothing invisible in
them, and are escaped. No style and no script is in the drawing, and both its halves have a
ground of their own, so it can be read on bright and on dark pages.
"""

import unicodedata
from xml.sax.saxutils import escape, quoteattr

LONGEST = 40
"""Characters of a word; more are cut."""

_GROUND, _COLOUR = "#3b4252", "#1f6feb"
_HEIGHT, _SIDE = 20, 6
_NARROW, _BROAD = frozenset("fijlrtI.,:;'!|()[]- "), frozenset("mwMW@%")
_WIDTHS = {"narrow": 4.0, "usual": 6.8, "broad": 9.6, "wide": 12.0}
_SHORT = ((1_000_000_000, "G"), (1_000_000, "M"), (1_000, "k"))


def badge(label: str, value: str) -> bytes:
    """Draw `label` and `value` beside each other."""
    left, right = _clean(label), _clean(value)
    first, second = _width(left), _width(right)
    name = quoteattr(f"{left}: {right}")
    whole = first + second
    drawing = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{whole}" height="{_HEIGHT}" '
        f'viewBox="0 0 {whole} {_HEIGHT}" role="img" aria-label={name}>'
        f"<title>{escape(f'{left}: {right}')}</title>"
        f'<clipPath id="r"><rect width="{whole}" height="{_HEIGHT}" rx="4"/></clipPath>'
        '<g clip-path="url(#r)">'
        f'<rect width="{first}" height="{_HEIGHT}" fill="{_GROUND}"/>'
        f'<rect x="{first}" width="{second}" height="{_HEIGHT}" fill="{_COLOUR}"/></g>'
        '<g fill="#fff" font-family="Verdana,DejaVu Sans,sans-serif" font-size="11">'
        f"{_text(left, 0, first)}{_text(right, first, second)}</g></svg>"
    )
    return drawing.encode()


def short_number(number: int) -> str:
    """Write a number with three digits at most: 999, 1.2k, 34k, 5.6M."""
    for unit, letter in _SHORT:
        if number >= unit:
            whole, tenth = divmod(number * 10 // unit, 10)
            return (
                f"{whole}.{tenth}{letter}" if whole < 10 and tenth else f"{whole}{letter}"
            )
    return str(number)


def _clean(text: str) -> str:
    """Return one line without anything invisible, cut to a sensible length."""
    words = " ".join(text.split())
    visible = "".join(each for each in words if each.isprintable()) or "none"
    return visible if len(visible) <= LONGEST else visible[: LONGEST - 1] + "…"


def _width(text: str) -> int:
    return round(sum(_WIDTHS[_kind(each)] for each in text)) + 2 * _SIDE


def _kind(letter: str) -> str:
    if unicodedata.east_asian_width(letter) in {"W", "F"}:
        return "wide"
    if unicodedata.combining(letter) or letter in _NARROW:
        return "narrow"
    return "broad" if letter in _BROAD else "usual"


def _text(text: str, start: int, width: int) -> str:
    """Write `text` into its half, as wide as that is in whatever font there is."""
    room = width - 2 * _SIDE
    return (
        f'<text x="{start + _SIDE}" y="14" textLength="{room}" '
        f'lengthAdjust="spacingAndGlyphs">{escape(text)}</text>'
    )
