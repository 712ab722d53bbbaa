"""What was sent before, found again by how clients spell what they ask for."""

import asyncio
from typing import NamedTuple

from warehouse.edge import absences
from warehouse.edge.assembling import Rolling
from warehouse.edge.calling import Answer
from warehouse.edge.filling import Filler
from warehouse.edge.gateway import Gateway
from warehouse.edge.places import Place
from warehouse.edge.remembering import Remembered
from warehouse.edge.representation import Representation
from warehouse.edge.requests import Headers, Storables, Wanted
from warehouse.edge.store import LocalStore

_MOST, _LONGEST = 16 * 1024 * 1024, 1024
"""Bytes that are remembered, of all spellings and of one."""


class Spelling(NamedTuple):
    """All that a key is made of, as a client spelled it."""

    path: bytes
    query: bytes
    scheme: str
    accept: bytes | None
    language: str | None
    origin: tuple[bytes | None, ...]

    @property
    def size(self) -> int:
        """How many bytes the client has said."""
        said = (self.path, self.query, self.accept, *self.origin)
        return sum(len(each) for each in said if each is not None)


class Recall:
    """Finds what is kept; of names that are not there, what is kept for all of them."""

    def __init__(
        self, storables: Storables, local: LocalStore, filler: Filler, gateway: Gateway
    ) -> None:
        self._storables, self._local = storables, local
        self._filler, self._gateway = filler, gateway
        self.known: Remembered[Spelling, str | Rolling] = Remembered(_MOST, _LONGEST)
        self._learning: dict[Spelling, asyncio.Future[None]] = {}

    def spelling(
        self, path: bytes, query: bytes, scheme: str, headers: Headers
    ) -> Spelling:
        """How a request was spelled."""
        return Spelling(
            path,
            query,
            scheme,
            headers.get(b"accept"),
            self._storables.language(headers),
            tuple([headers.get(each) for each in self._storables.told_by]),
        )

    def remember(self, spelling: Spelling, key: str | Rolling) -> None:
        """Find what is kept under `key` for what is spelled like this."""
        self.known.put(spelling, key, spelling.size)

    def find(self, spelling: Spelling) -> Representation | None:
        """What may be sent at once."""
        known = self.known.get(spelling)
        if known is not None:
            return self._kept(known)
        place = self._storables.places.of(spelling.path, spelling.query)
        if place is None:
            return None
        return absences.found(place, lambda path: self._like(spelling, path))

    def learn_from(self, answer: Answer, wanted: Wanted, spelling: Spelling) -> None:
        """See whether who asks for another name is to get the same answer as this one."""
        place = self._storables.places.of(spelling.path, spelling.query)
        if place is None or not wanted.is_kept:
            return
        if answer.status == 404 and not place.is_lacking:
            place.pattern.census.doubt()
        shared = spelling._replace(path=absences.shared_path(place, answer.status))
        if shared.size > _LONGEST or shared in self._learning:
            return
        if absences.is_to_be_learned(place, answer):
            learning = asyncio.ensure_future(self._learn(place, wanted, shared))
            self._learning[shared] = learning
            learning.add_done_callback(lambda _: self._learning.pop(shared))

    async def finish(self) -> None:
        """Wait for what is being learned."""
        await asyncio.gather(*self._learning.values(), return_exceptions=True)

    async def _learn(self, place: Place, wanted: Wanted, shared: Spelling) -> None:
        """Ask once more, with the words of the client, and keep the answer for all."""
        position = self._filler.position
        answer = await self._gateway.ask(wanted.environ(accept=shared.accept))
        made = absences.learned(place, answer, position)
        await self._gateway.discard(answer)
        if made is not None:
            key = repr(shared)
            self._local.put(key, made)
            self.remember(shared, key)

    def _like(self, spelling: Spelling, path: bytes) -> Representation | None:
        """What is kept of the same request for another path."""
        known = self.known.get(spelling._replace(path=path))
        return None if known is None else self._kept(known)

    def _kept(self, known: str | Rolling) -> Representation | None:
        if not isinstance(known, str):
            return known.current()
        made = self._local.get(known)
        if made is None or not self._filler.is_fresh(made):
            return None
        made.was_used = True
        return made
