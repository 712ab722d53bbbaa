"""Choosing the language of a response."""

import re
from collections.abc import Iterable

from webob.acceptparse import create_accept_language_header

from warehouse.i18n.locales import ENGLISH, Locale

PARAMETER = "_LOCALE_"
"""The name of the cookie that keeps a choice, and of the parameter that overrules it."""

_CHOICE = re.compile(rf'(?:^|;)\s*{PARAMETER}="?(\w{{2,16}})"?\s*(?:;|$)', re.ASCII)
_MOST_KNOWN = 1000
_LONGEST = 200
"""Characters of `Accept-Language` that are looked at."""


class Negotiator:
    """Finds the offered language of a request, and caches the decision."""

    def __init__(self, offered: Iterable[Locale]) -> None:
        self.offered = tuple(offered)
        self._by_code = {each.code: each for each in self.offered}
        self._by_tag = {each.code.replace("_", "-").lower(): each for each in self.offered}
        self._accepted: dict[str, Locale] = {}

    def named(self, code: str | None) -> Locale | None:
        """Return the offered language with this code."""
        return self._by_code.get(code or "")

    def chosen(
        self, parameter: str | None, cookies: str | None, accepted: str | None
    ) -> Locale:
        """Return the language of parameter, cookie or `Accept-Language`, else English."""
        return self.named(parameter) or self.preferred(cookies, accepted)

    def preferred(self, cookies: str | None, accepted: str | None) -> Locale:
        """Return the language of the headers `Cookie` and `Accept-Language`."""
        if cookies and PARAMETER in cookies:
            choice = _CHOICE.search(cookies)
            locale = self.named(choice[1]) if choice else None
            if locale is not None:
                return locale
        if accepted and len(accepted) > _LONGEST:
            accepted = accepted[:_LONGEST].rpartition(",")[0]
        return self._among_accepted(accepted) if accepted else ENGLISH

    def _among_accepted(self, accepted: str) -> Locale:
        known = self._accepted.get(accepted)
        if known is None:
            if len(self._accepted) >= _MOST_KNOWN:
                self._accepted.clear()
            header = create_accept_language_header(accepted)
            tag = header.lookup(list(self._by_tag), default_tag=ENGLISH.code)
            known = self._accepted[accepted] = self._by_tag[tag or ENGLISH.code]
        return known
