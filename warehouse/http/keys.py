"""Finding what an id in a request names."""

from collections.abc import Callable
from typing import Any, TypeVar
from uuid import UUID

from pyramid.httpexceptions import HTTPNotFound

T = TypeVar("T")


def key_of(text: str, missing: str | None = None) -> UUID:
    """Return the key that a text is; raises `HTTPNotFound` that says what is missing."""
    try:
        return UUID(text)
    except ValueError:
        raise HTTPNotFound(missing) from None


def found_by_key(
    request: Any,
    find: Callable[[UUID], T | None],
    missing: str | None = None,
    *,
    part: str = "id",
) -> T:
    """Return what `find` has for the key in a part of the path.

    Raises `HTTPNotFound`, which says what is missing.
    """
    found = find(key_of(request.matchdict[part], missing))
    if found is None:
        raise HTTPNotFound(missing)
    return found
