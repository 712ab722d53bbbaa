"""Languages: their names, their catalogues, and how they write figures."""

from functools import cached_property
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path

from babel import Locale as Conventions
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal

CATALOGUES = Path(__file__).parent / "locale"


class Locale:
    """A language in which pages are shown."""

    def __init__(self, code: str, name: str, direction: str = "ltr") -> None:
        self.code, self.name, self.direction = code, name, direction

    @property
    def tag(self) -> str:
        """Its name in HTML and HTTP (BCP 47)."""
        return self.code.replace("_", "-")

    @cached_property
    def conventions(self) -> Conventions:
        """How it writes dates and numbers."""
        return Conventions.parse(self.code)

    @cached_property
    def _translations(self) -> NullTranslations:
        path = CATALOGUES / self.code / "LC_MESSAGES" / "messages.po"
        if not path.exists():
            return NullTranslations()
        compiled = BytesIO()
        with path.open("rb") as file:
            write_mo(compiled, read_po(file, locale=self.code))
        compiled.seek(0)
        return GNUTranslations(compiled)

    def gettext(self, msgid: str) -> str:
        """`msgid` in this language; as it is where nobody has translated it."""
        return self._translations.gettext(msgid)

    def ngettext(self, singular: str, plural: str, n: int) -> str:
        """The form for `n` things."""
        return self._translations.ngettext(singular, plural, n)

    def number(self, value: float) -> str:
        """A number with its digits in groups."""
        return format_decimal(value, locale=self.conventions)


ENGLISH = Locale("en", "English")
GERMAN = Locale("de", "Deutsch")
