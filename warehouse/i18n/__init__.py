"""The words that people see, and the languages that they are said in."""

import jinja2
from pyramid.config import Configurator

from warehouse.i18n import formats
from warehouse.i18n.current import current_locale, speaking
from warehouse.i18n.locales import ENGLISH, LOCALES, Locale
from warehouse.i18n.messages import Message, _, in_a_page, ngettext
from warehouse.i18n.negotiation import Negotiator
from warehouse.i18n.pseudo import PSEUDO_LOCALES
from warehouse.settings import Settings

__all__ = [
    "ENGLISH",
    "Locale",
    "Message",
    "Negotiator",
    "_",
    "add_to",
    "current_locale",
    "includeme",
    "ngettext",
    "speaking",
]


def add_to(environment: jinja2.Environment) -> None:
    """Give templates and macros `_`, `ngettext`, and filters for figures."""
    environment.globals.update({"_": in_a_page, "ngettext": ngettext})
    environment.filters.update(
        {
            "date": formats.date,
            "day": formats.day,
            "binary_size": formats.binary_size,
            "file_size": formats.file_size,
            "number": formats.number,
            "percent": formats.percent,
        }
    )


def includeme(config: Configurator) -> None:
    """Offer every language, and the pseudo-locales if the settings ask for them."""
    settings: Settings = config.registry.settings["warehouse"]
    marked = PSEUDO_LOCALES if settings.development.pseudo_locales else ()
    config.registry[Negotiator] = Negotiator((*LOCALES, *marked))
