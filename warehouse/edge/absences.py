"""Answers to names that are not there, and to other spellings of those that are.

Installers ask every index for every name, and strangers invent them. The answer to a name
that is not there has nothing of the name in it: it is kept once for a route, and sent as
long as the census is certain that there is no such name. Where to go for another spelling
is written into the answer that another such name got, as long as what it leads to is here.
"""

import time
from collections.abc import Callable
from http import HTTPStatus

from warehouse.cache import ALL_HTML
from warehouse.edge.calling import Answer
from warehouse.edge.filling import OWN_HEADERS
from warehouse.edge.places import Place
from warehouse.edge.representation import Representation
from warehouse.http.coding import gzipped
from warehouse.http.everyone import is_for_everyone

Find = Callable[[bytes], Representation | None]
"""What is kept and fresh of the same request for another path."""

_KEPT_SECONDS = 300
_GAP = b"\0"
"""Stands for the name in a redirect that is kept for all of them."""


def shared_path(place: Place, status: int) -> bytes:
    """Stands for the path of what is kept for all names of a route, and is no path."""
    return b"%d\0%s\0%s" % (status, place.pattern.before, place.pattern.after)


def found(place: Place, find: Find) -> Representation | None:
    """The answer to `place` if it needs nobody to be asked."""
    if place.is_lacking:
        return find(shared_path(place, HTTPStatus.NOT_FOUND))
    if not place.is_moved or find(place.path(place.normalized)) is None:
        return None
    kept = find(shared_path(place, HTTPStatus.MOVED_PERMANENTLY))
    if kept is None:
        return None
    gap = dict(kept.headers)[b"location"]
    return kept.leading_to(gap.replace(_GAP, place.normalized.encode()))


def is_to_be_learned(place: Place, answer: Answer) -> bool:
    """Whether `answer` may be that to all names such as that of `place`."""
    if answer.status == HTTPStatus.NOT_FOUND:
        return place.is_lacking
    return answer.status == HTTPStatus.MOVED_PERMANENTLY and place.is_moved


def learned(place: Place, answer: Answer, position: int) -> Representation | None:
    """What is kept of `answer` for all such names; None where it is about this one only."""
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


def _kept(answer: Answer, position: int) -> Representation | None:
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
