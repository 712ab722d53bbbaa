"""The language that is spoken now."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from pyramid.threadlocal import get_current_request

from warehouse.i18n.locales import ENGLISH, Locale

_spoken: ContextVar[Locale | None] = ContextVar("spoken", default=None)


def current_locale() -> Locale:
    """Return the language of `speaking`, or of the request, or English."""
    spoken = _spoken.get()
    if spoken is not None:
        return spoken
    request = get_current_request()
    return getattr(request, "locale", ENGLISH)


@contextmanager
def speaking(locale: Locale) -> Iterator[None]:
    """Use another language in a block, as for a message to somebody else."""
    token = _spoken.set(locale)
    try:
        yield
    finally:
        _spoken.reset(token)
