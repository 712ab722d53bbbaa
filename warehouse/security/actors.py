"""The author of a write, which is its last keyword."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Actor:
    """The author of a write: a user or publisher, an address, a client and a credential.

    `user` is a row of the accounts domain, or None for the system itself, for a trusted
    publisher, whose row `publisher` is, and for an `organization`. Of many writes
    `in_bulk` people are told together, not one by one.
    """

    user: Any = None
    address: str | None = None
    client: str | None = None
    credential: str | None = None
    in_bulk: bool = False
    publisher: Any = None
    publisher_url: str | None = None
    organization: Any = None

    @property
    def name(self) -> str | None:
        """Return the username, if a person acts."""
        return None if self.user is None else self.user.username


SYSTEM = Actor(credential="system")

OWNERS_RULE = Actor(credential="rule", client="a rule of its owners", in_bulk=True)
"""What the owners of a project have had done for them, every day."""
