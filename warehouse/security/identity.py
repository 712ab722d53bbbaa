"""Someone whom a credential proved."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Identity:
    """Who is asking, what they are known as in access lists, and by which credential.

    `user` is a row of the accounts domain, or None for a publisher.
    """

    user: Any
    credential: str
    principals: frozenset[str]

    def objection(self, request: Any, permission: str, context: Any) -> str | None:
        """Return why the credential does not permit this request, or None if it does."""
        return None


@dataclass(frozen=True)
class Refusal:
    """A credential was offered, and it is no good; `reason` is for its holder."""

    reason: str
