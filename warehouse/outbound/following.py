"""Following redirects, a few of them: each leads to an address that is checked anew."""

import http.client
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from urllib.parse import urljoin

from warehouse.outbound.client import OpenAnswer
from warehouse.outbound.errors import RedirectedTooOften

Open = Callable[[str], AbstractContextManager[OpenAnswer]]
"""Checks the address of a URL, and asks it: with what it may know, by what may reach it."""

_REDIRECTS = {
    http.client.MOVED_PERMANENTLY,
    http.client.FOUND,
    http.client.SEE_OTHER,
    http.client.TEMPORARY_REDIRECT,
    http.client.PERMANENT_REDIRECT,
}


@contextmanager
def followed(url: str, ask: Open, *, most: int) -> Iterator[tuple[OpenAnswer, str]]:
    """Yield the first answer that leads nowhere else, and the URL that it is of.

    Raises `RedirectedTooOften` after `most` redirects, and whatever `ask` raises.
    """
    for _ in range(most + 1):
        with ask(url) as answer:
            place = answer.headers.get("Location", "")
            if answer.status not in _REDIRECTS or not place:
                yield answer, url
                return
        url = urljoin(url, place)
    raise RedirectedTooOften(most)
