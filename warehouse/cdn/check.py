"""Checking that the CDN really stores answers, and really forgets them when told to.

It is asked from outside, as a client would: a token that may not purge, the address of
another service, or rules of the CDN's own that store what we would not, all show here and
not in the answer to a purge.
"""

import time
from collections.abc import Iterator
from secrets import token_hex

from urllib3 import BaseHTTPResponse, PoolManager
from urllib3.exceptions import HTTPError

from warehouse.cdn.interface import OriginCache, make_client

PATH = "/rss/updates.xml"
KEY = "all-projects"
"""What the answer at that path is forgotten by; any upload purges it, too."""

_ATTEMPTS = 10
_PAUSE_SECONDS = 0.5
_INTERNAL = ("Surrogate-Key", "Surrogate-Control", "xkey")


class CDNUnfit(Exception):
    """There is no cache at the address, or not one that we can purge; says why."""


def check(cache: OriginCache, url: str) -> Iterator[str]:
    """Try the CDN at `url`, and return what works; raises `CDNUnfit`, `CDNUnavailable`."""
    client = make_client()
    probe = f"{url}{PATH}?probe={token_hex(8)}"
    if not _becomes(client, probe, hit=True):
        raise CDNUnfit(
            f"{url} did not keep an answer that was asked for {_ATTEMPTS} times: X-Cache "
            f"never said HIT. Is {cache.name} in front of it?"
        )
    yield f"{url} keeps answers."
    begun = time.monotonic()
    cache.purge([KEY])
    yield f"{cache.name} confirmed a purge in {time.monotonic() - begun:.3f} s."
    if not _becomes(client, probe, hit=False):
        raise CDNUnfit(
            f"{cache.name} confirmed a purge, and {url} still sends what it kept. Do both "
            "belong together?"
        )
    yield f"{url} asked for a new answer {time.monotonic() - begun:.3f} s after that began."
    told = [name for name in _INTERNAL if name in _get(client, probe).headers]
    if told:
        raise CDNUnfit(f"{url} shows clients what only a cache needs: {', '.join(told)}.")


def _becomes(client: PoolManager, url: str, *, hit: bool) -> bool:
    for _ in range(_ATTEMPTS):
        if ("HIT" in _get(client, url).headers.get("X-Cache", "")) is hit:
            return True
        time.sleep(_PAUSE_SECONDS)
    return False


def _get(client: PoolManager, url: str) -> BaseHTTPResponse:
    try:
        answer = client.request("GET", url)
    except HTTPError as error:
        raise CDNUnfit(f"{url} cannot be asked: {type(error).__name__}.") from error
    if answer.status != 200:
        raise CDNUnfit(f"{url} answered {answer.status}.")
    return answer
