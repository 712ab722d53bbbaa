"""Languages: their names, their catalogues, and how they write figures."""

from functools import cached_property
from gettext import GNUTranslations
from io import BytesIO
from pathlib import Path

from babel import Locale as Conventions
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal

FOLDER = Path(__file__).parent / "locale"


class Locale:
    """A language in which pages are shown; this one is the English of the code."""

    def __init__(
        self, code: str, name: str, direction: str = "ltr", *, tag: str | None = None
    ) -> None:
        self.code, self.name, self.direction = code, name, direction
        self.tag = tag or code.replace("_", "-")
        """Its name in HTML (BCP 47), where the code names more than is meant."""

    @cached_property
    def conventions(self) -> Conventions:
        """Return how the language writes dates and numbers."""
        return Conventions.parse(self.code)

    def gettext(self, msgid: str) -> str:
        """Return the translation of `msgid`, or itself if there is none."""
        return msgid

    def ngettext(self, singular: str, plural: str, n: int) -> str:
        """Return the form for `n` things."""
        return singular if n == 1 else plural

    def number(self, value: float) -> str:
        """Format a number with its digits in groups."""
        return format_decimal(value, locale=self.conventions)


class TranslatedLocale(Locale):
    """A language with a catalogue, which is compiled when a process first needs it."""

    @cached_property
    def catalogue(self) -> GNUTranslations:
        """Read the catalogue; raises what reading a broken one raises."""
        compiled = BytesIO()
        path = FOLDER / self.code / "LC_MESSAGES" / "messages.po"
        with path.open("rb") as file:
            write_mo(compiled, read_po(file, locale=self.code, abort_invalid=True))
        compiled.seek(0)
        return GNUTranslations(compiled)

    def gettext(self, msgid: str) -> str:
        """Return the translation of `msgid`, or itself if there is none."""
        return self.catalogue.gettext(msgid)

    def ngettext(self, singular: str, plural: str, n: int) -> str:
        """Return the form for `n` things."""
        return self.catalogue.ngettext(singular, plural, n)


ENGLISH = Locale("en", "English")
GERMAN = TranslatedLocale("de", "Deutsch")
LOCALES: tuple[Locale, ...] = (
    ENGLISH,
    GERMAN,
    TranslatedLocale("es", "Español"),
    TranslatedLocale("fr", "Français"),
    TranslatedLocale("pt", "Português (Brasil)", tag="pt-BR"),
    TranslatedLocale("uk", "Українська"),
    TranslatedLocale("he", "עברית", "rtl"),
    TranslatedLocale("ja", "日本語"),
    TranslatedLocale("zh", "简体中文", tag="zh-Hans"),
)
