"""The language that is spoken now."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from pyramid.threadlocal import get_current_request

from warehouse.i18n.locales import ENGLISH, Locale

_spoken: ContextVar[Locale | None] = ContextVar("spoken", default=None)


def current_locale() -> Locale:
    """That of `speaking`, of the request being answered, or English."""
    spoken = _spoken.get()
    if spoken is not None:
        return spoken
    request = get_current_request()
    return getattr(request, "locale", ENGLISH)


@contextmanager
def speaking(locale: Locale) -> Iterator[None]:
    """Speak another language in a block, as a message to somebody else needs it."""
    token = _spoken.set(locale)
    try:
        yield
    finally:
        _spoken.reset(token)
