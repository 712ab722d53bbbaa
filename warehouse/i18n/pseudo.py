"""Languages for those who look for what is not translated: made of the English by code."""

import re

from warehouse.i18n.locales import ENGLISH, Locale

_PLACE = re.compile(r"(\$\{\w+\})")
_ACCENTS = str.maketrans(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz",
    "ÅƁÇÐÉƑĜĤÎĴĶĻṀÑÖÞǪŔŠŢÛṼŴẊÝŽåƀçđéƒĝĥîĵķļɱñöþǫŕšţûṽŵẋýž",
)
BEGIN, END = (
    "\N{MATHEMATICAL LEFT WHITE SQUARE BRACKET}",
    "\N{MATHEMATICAL RIGHT WHITE SQUARE BRACKET}",
)
"""What is around every text, so that a cut one is seen, too."""


def marked(text: str) -> str:
    """Return `text` with accents, between marks, and longer by a third as in German."""
    parts = _PLACE.split(text)
    parts[::2] = [part.translate(_ACCENTS) for part in parts[::2]]
    return f"{BEGIN}{''.join(parts)}{'~' * (len(text) // 3 + 1)}{END}"


class PseudoLocale(Locale):
    """A language whose translations are the English with marks."""

    def __init__(self, code: str, name: str, direction: str = "ltr") -> None:
        super().__init__(code, name, direction)
        self.tag = f"en-x-{code}"
        self.conventions = ENGLISH.conventions

    def gettext(self, msgid: str) -> str:
        """Return `msgid`, marked."""
        return marked(msgid)

    def ngettext(self, singular: str, plural: str, n: int) -> str:
        """Return the English form for `n`, marked."""
        return marked(singular if n == 1 else plural)


PSEUDO_LOCALES = (
    PseudoLocale("xx", "Accented"),
    PseudoLocale("xr", "Right to left", "rtl"),
)
