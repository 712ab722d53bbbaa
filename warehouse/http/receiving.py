"""Large request bodies, which are received while no thread waits for them.

The server asks the application twice. The first time `FOLLOWS` says that the body is still
to come; the view answers from the headers alone, or leaves a `Reception` in the
environment. That is fed the body piece by piece as it comes. The second time it is in the
environment, and `wsgi.input` has what it was not fed.
"""

from collections.abc import Mapping
from typing import Any, Protocol

FOLLOWS = "warehouse.body_follows"
"""Set in a WSGI environment whose body is not to be read yet."""

RECEPTION = "warehouse.reception"
"""Where a WSGI environment has the `Reception` of its body."""


class Reception(Protocol):
    """Takes a body as it comes."""

    def feed(self, data: bytes) -> bool:
        """Take a piece, computing and writing; returns False if no more is wanted."""

    def close(self) -> None:
        """Release everything that was taken."""


def is_to_follow(environ: Mapping[str, Any]) -> bool:
    """Return whether the body is still to come, after which we are asked again."""
    return bool(environ.get(FOLLOWS))
