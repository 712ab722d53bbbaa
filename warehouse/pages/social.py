"""The picture that other sites show beside a link to one of our pages, as PNG."""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

SIZE = WIDTH, HEIGHT = 1200, 630
_MARGIN = 80
_GROUND, _TEXT, _QUIET, _ACCENT = "#14151c", "#f2f3f8", "#a9aebf", "#aea6ff"
_LARGEST, _SMALLEST = 108, 44
_LONGEST_TITLE, _LONGEST_TEXT = 80, 400
_LINES = 3
_MARK = ((0, 20), (32, 0), (64, 20), (64, 60), (0, 60))

Font = ImageFont.FreeTypeFont


@dataclass(frozen=True)
class Fonts:
    """The files of our fonts."""

    text: Path
    mono: Path


def picture(
    fonts: Fonts, *, site: str, title: str, beside: str = "", text: str = ""
) -> bytes:
    """Draw the site's name, a title with a smaller note beside it, and a text below."""
    image = Image.new("RGB", SIZE, _GROUND)
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, HEIGHT - 12, WIDTH, HEIGHT), fill=_ACCENT)
    draw.polygon([(_MARGIN + x, _MARGIN + y) for x, y in _MARK], fill=_ACCENT)
    for y in (30, 41, 52):
        draw.rectangle(
            (_MARGIN + 14, _MARGIN + y, _MARGIN + 50, _MARGIN + y + 5), fill=_GROUND
        )
    draw.text(
        (_MARGIN + 88, _MARGIN + 8), site, font=_font(fonts.text, 40, 650), fill=_TEXT
    )
    title, text = title[:_LONGEST_TITLE], " ".join(text.split())[:_LONGEST_TEXT]
    large = _fitting(title, fonts.text)
    draw.text((_MARGIN, 330), title, font=large, fill=_TEXT, anchor="ls")
    if beside:
        draw.text(
            (_MARGIN, 390),
            beside[:40],
            font=_font(fonts.mono, 38, 450),
            fill=_ACCENT,
            anchor="ls",
        )
    small = _font(fonts.text, 36, 400)
    for number, line in enumerate(_wrapped(text, small)):
        draw.text((_MARGIN, 460 + number * 48), line, font=small, fill=_QUIET, anchor="ls")
    written = io.BytesIO()
    image.quantize(64).save(written, "PNG", optimize=True)
    return written.getvalue()


@cache
def _font(path: Path, size: int, weight: int) -> Font:
    font = ImageFont.truetype(path, size)
    font.set_variation_by_axes([weight])
    return font


def _fitting(title: str, path: Path) -> Font:
    """Return the largest font in which `title` takes one line, down to the smallest."""
    size = _LARGEST
    while (
        size > _SMALLEST and _font(path, size, 700).getlength(title) > WIDTH - 2 * _MARGIN
    ):
        size -= 8
    return _font(path, size, 700)


def _wrapped(text: str, font: Font) -> Iterator[str]:
    """Yield the lines of `text`; the last one says if there would be more."""
    words, room = text.split(), WIDTH - 2 * _MARGIN
    for number in range(_LINES):
        line = ""
        while words and font.getlength(f"{line} {words[0]}") <= room:
            line = f"{line} {words.pop(0)}".strip()
        if not line and words:
            line, words = words[0][:60], words[1:]
        if line:
            yield f"{line}…" if words and number == _LINES - 1 else line
