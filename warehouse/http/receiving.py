"""Bodies that are received while no thread waits for them.

Whoever receives a body asks the application twice. The first time the body is to come,
which `FOLLOWS` says, and the view answers from the headers alone, or leaves a `Reception`
in the environment. That takes the body piece by piece, whenever some has come. The second
time it is in the environment, and `wsgi.input` has what it was not fed yet.
"""

from collections.abc import Mapping
from typing import Any, Protocol

FOLLOWS = "warehouse.body_follows"
"""Set in a WSGI environment whose body is not to be read yet."""

RECEPTION = "warehouse.reception"
"""Where a WSGI environment has the `Reception` of its body."""


class Reception(Protocol):
    """Takes a body that arrives."""

    def feed(self, data: bytes) -> bool:
        """Take some of it, computing and writing; False where no more is wanted."""

    def close(self) -> None:
        """Let go of what was taken."""


def is_to_follow(environ: Mapping[str, Any]) -> bool:
    """Whether the body is not there yet, and the application will be asked again."""
    return bool(environ.get(FOLLOWS))
