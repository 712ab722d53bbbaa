"""Which answers a shared cache may store: those that say nothing to one client only."""

from collections.abc import Iterable

from warehouse.http.caching.vary import LOCALE_VARY

_PERSONAL = {"cookie", "authorization"}
_BY_LOCALE = LOCALE_VARY[-1].lower()


def is_for_everyone(headers: Iterable[tuple[str, str]]) -> bool:
    """Return whether an answer with these headers says nothing to one client only."""
    vary: set[str] = set()
    for name, value in headers:
        known, words = name.lower(), _words(value)
        if known == "set-cookie":
            return False
        if known == "cache-control" and words & {"private", "no-store"}:
            return False
        if known == "vary":
            vary |= words
    return not varies_by_person(vary)


def varies_by_person(vary: Iterable[str]) -> bool:
    """Return whether these words of a `Vary` depend on who is asking.

    Where the language varies, the cookie means nothing else.
    """
    words = {each.lower() for each in vary}
    if _BY_LOCALE in words:
        words.discard("cookie")
    return bool(words & _PERSONAL)


def _words(value: str) -> set[str]:
    return {each.partition("=")[0].strip().lower() for each in value.split(",")}
