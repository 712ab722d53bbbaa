"""Finding a stored answer by the client's own words, without making a cache key first."""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from warehouse.edge import negative_cache
from warehouse.edge.editions import LatestEdition
from warehouse.edge.gateway import Gateway
from warehouse.edge.keys import CacheKeys, CanonicalRequest, Headers
from warehouse.edge.named_paths import NamedPath
from warehouse.edge.representation import Representation
from warehouse.edge.single_flight import SingleFlight
from warehouse.edge.store import LocalStore
from warehouse.edge.wsgi import WSGIResponse
from warehouse.http.bounded_cache import BoundedCache
from warehouse.sessions import COOKIE

_SESSION = f"{COOKIE}=".encode()
_MOST, _LONGEST = 16 * 1024 * 1024, 1024
"""Bytes that are remembered, of all spellings and of one."""


class Spelling(NamedTuple):
    """Everything that a cache key is made of, in the client's own words."""

    path: bytes
    query: bytes
    scheme: str
    accept: bytes | None
    language: str | None
    origin: tuple[bytes | None, ...]

    @property
    def size(self) -> int:
        """Return the number of bytes that come from the client."""
        said = (self.path, self.query, self.accept, *self.origin)
        return sum(len(each) for each in said if each is not None)


@dataclass(slots=True)
class Asked:
    """A request whose head may come again, and what was found out about it."""

    spelling: Spelling
    headers: Headers
    key: str | LatestEdition | None = None
    """What an answer to it is stored under; a spelling never changes its key."""

    names_somebody: bool = False
    """Whether a credential came along: then what is not public may be there after all."""


def names_somebody(headers: Headers) -> bool:
    """Return whether a client says who it is, by a token or by a session."""
    return b"authorization" in headers or _SESSION in headers.get(b"cookie", b"")


class Lookup:
    """Finds stored answers, those for names that do not exist included."""

    def __init__(
        self,
        keys: CacheKeys,
        local: LocalStore,
        single_flight: SingleFlight,
        gateway: Gateway,
    ) -> None:
        self._keys, self._local = keys, local
        self._single_flight, self._gateway = single_flight, gateway
        self.known: BoundedCache[Spelling, str | LatestEdition] = BoundedCache(
            _MOST, _LONGEST
        )
        self._learning: dict[Spelling, asyncio.Future[None]] = {}

    def spelling(
        self, path: bytes, query: bytes, scheme: str, headers: Headers
    ) -> Spelling:
        """Return the spelling of a request."""
        return Spelling(
            path,
            query,
            scheme,
            headers.get(b"accept"),
            self._keys.language(headers),
            tuple([headers.get(each) for each in self._keys.told_by]),
        )

    def asked(
        self,
        target: tuple[bytes, bytes],
        scheme: str,
        headers: Iterable[tuple[bytes, bytes]],
    ) -> Asked:
        """Return a request with its spelling, for `found`; `target` is path and query."""
        named = dict(headers)
        spelling = self.spelling(*target, scheme, named)
        return Asked(spelling, named, names_somebody=names_somebody(named))

    def found(self, asked: Asked) -> Representation | None:
        """Return the stored answer that may be sent at once, or None."""
        if asked.key is None:
            asked.key = self.known.get(asked.spelling)
        made = None if asked.key is None else self._kept(asked.key)
        if made is not None or asked.names_somebody:
            return made
        return self._found_for_all_names(asked.spelling)

    def remember(self, spelling: Spelling, key: str | LatestEdition) -> None:
        """Let `found` return what is stored under `key` for requests of this spelling."""
        self.known.put(spelling, key, spelling.size)

    def _found_for_all_names(self, spelling: Spelling) -> Representation | None:
        """Return the stored answer to all names that do not exist, or are spelled so."""
        place = self._keys.named_paths.of(spelling.path, spelling.query)
        if place is None:
            return None
        return negative_cache.found(place, lambda path: self._like(spelling, path))

    def learn_from(
        self, answer: WSGIResponse, wanted: CanonicalRequest, spelling: Spelling
    ) -> None:
        """Begin to store the answer of a whole route if `answer` is about no name."""
        place = self._keys.named_paths.of(spelling.path, spelling.query)
        if place is None or not wanted.is_kept:
            return
        if answer.status == 404 and not place.is_lacking:
            place.route.known_names.doubt()
        shared = spelling._replace(path=negative_cache.shared_path(place, answer.status))
        if shared.size > _LONGEST or shared in self._learning:
            return
        if negative_cache.is_to_be_learned(place, answer):
            learning = asyncio.ensure_future(self._learn(place, wanted, shared))
            self._learning[shared] = learning
            learning.add_done_callback(lambda _: self._learning.pop(shared))

    async def finish(self) -> None:
        """Wait for the answers that are being learned."""
        await asyncio.gather(*self._learning.values(), return_exceptions=True)

    async def _learn(
        self, place: NamedPath, wanted: CanonicalRequest, shared: Spelling
    ) -> None:
        """Ask again with the client's own `Accept`, and store the answer for the route."""
        position = self._single_flight.position
        answer = await self._gateway.ask(wanted.environ(accept=shared.accept))
        made = negative_cache.learned(place, answer, position)
        await self._gateway.discard(answer)
        if made is not None:
            key = repr(shared)
            self._local.put(key, made)
            self.remember(shared, key)

    def _like(self, spelling: Spelling, path: bytes) -> Representation | None:
        """Return the stored answer to the same request for another path."""
        known = self.known.get(spelling._replace(path=path))
        return None if known is None else self._kept(known)

    def _kept(self, known: str | LatestEdition) -> Representation | None:
        if not isinstance(known, str):
            return known.current()
        made = self._local.get(known)
        if made is None or not self._single_flight.is_fresh(made):
            return None
        made.was_used = True
        return made
