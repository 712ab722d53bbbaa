"""Negative caching: answers to names that do not exist, and to other spellings of names.

Installers ask every index for every name, and strangers invent them. A 404 contains nothing
of the name: one is stored for each route, and sent as long as it is certain that the name
does not exist. A redirect to the normalised spelling is stored once, too, and the name is
written into it, as long as the project that it leads to is here.
"""

import time
from collections.abc import Callable
from http import HTTPStatus

from warehouse.edge.named_paths import NamedPath
from warehouse.edge.representation import Representation
from warehouse.edge.single_flight import OWN_HEADERS
from warehouse.edge.wsgi import WSGIResponse
from warehouse.http.caching.encodings import gzipped
from warehouse.http.caching.shared import is_for_everyone
from warehouse.purges import ALL_HTML

Find = Callable[[bytes], Representation | None]
"""What is kept and fresh of the same request for another path."""

_KEPT_SECONDS = 300
_GAP = b"\0"
"""Stands for the name in a redirect that is kept for all of them."""


def shared_path(place: NamedPath, status: int) -> bytes:
    """Return what stands for the paths of all names of a route; it is no real path."""
    return b"%d\0%s\0%s" % (status, place.route.before, place.route.after)


def found(place: NamedPath, find: Find) -> Representation | None:
    """Return the answer to `place` if nobody has to be asked for it, else None."""
    if place.is_lacking:
        return find(shared_path(place, HTTPStatus.NOT_FOUND))
    if not place.is_moved or find(place.path(place.normalized)) is None:
        return None
    kept = find(shared_path(place, HTTPStatus.MOVED_PERMANENTLY))
    if kept is None:
        return None
    gap = dict(kept.headers)[b"location"]
    return kept.leading_to(gap.replace(_GAP, place.normalized.encode()))


def is_to_be_learned(place: NamedPath, answer: WSGIResponse) -> bool:
    """Return whether `answer` may be that to all names like the one of `place`."""
    if answer.status == HTTPStatus.NOT_FOUND:
        return place.is_lacking
    return answer.status == HTTPStatus.MOVED_PERMANENTLY and place.is_moved


def learned(place: NamedPath, answer: WSGIResponse, position: int) -> Representation | None:
    """Return what is to be stored of `answer` for all such names, None if nothing is."""
    made = _kept(answer, position) if is_to_be_learned(place, answer) else None
    if made is None:
        return None
    name = place.name.encode()
    location = dict(made.headers).get(b"location", b"")
    if made.status is HTTPStatus.NOT_FOUND:
        return None if name in made.body or location else made
    end = place.path(place.normalized)
    if not location.endswith(end) or name in made.body.replace(location, b""):
        return None
    return made.leading_to(location.removesuffix(end) + place.path("\0"))


def _kept(answer: WSGIResponse, position: int) -> Representation | None:
    headers = [each for each in answer.headers if each[0] not in OWN_HEADERS]
    named = [(name.decode("latin-1"), value.decode("latin-1")) for name, value in headers]
    if answer.rest is not None or not is_for_everyone(named):
        return None
    is_moved = answer.status == HTTPStatus.MOVED_PERMANENTLY
    return Representation(
        headers=headers,
        body=answer.body,
        gzipped=None if is_moved else gzipped(answer.body),
        keys=frozenset({ALL_HTML}),
        position=position,
        expires=time.time() + _KEPT_SECONDS,
        status=HTTPStatus(answer.status),
    )
