"""The words that people see, and the languages that they are said in."""

import jinja2
from pyramid.config import Configurator

from warehouse.i18n import formats
from warehouse.i18n.current import current_locale, speaking
from warehouse.i18n.locales import ENGLISH, Locale
from warehouse.i18n.messages import Message, _, in_a_page, ngettext

__all__ = [
    "ENGLISH",
    "Locale",
    "Message",
    "_",
    "add_to",
    "current_locale",
    "includeme",
    "ngettext",
    "speaking",
]


def add_to(environment: jinja2.Environment) -> None:
    """Let templates and their macros speak: `_`, `ngettext`, and filters for figures."""
    environment.globals.update({"_": in_a_page, "ngettext": ngettext})
    environment.filters.update(
        {
            "date": formats.date,
            "day": formats.day,
            "file_size": formats.file_size,
            "number": formats.number,
            "percent": formats.percent,
        }
    )


def includeme(config: Configurator) -> None:
    """Nothing to register: words need no application."""
