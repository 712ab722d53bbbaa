"""The author of a write, which is its last keyword."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from uuid import UUID


@dataclass(frozen=True)
class Caller:
    """Whose limits a call spends and whose keys it uses: `kind` is a user or organization.

    All tokens of an account are one caller, and all tokens of an organization.
    """

    kind: str
    id: UUID

    @property
    def keys(self) -> tuple[str, str]:
        """Return the end of the keys of a limit."""
        return self.kind, str(self.id)


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
    def username(self) -> str | None:
        """Return the username, if a person acts."""
        return None if self.user is None else self.user.username

    @property
    def name(self) -> str | None:
        """Return who acts, in words: a username, or which organization; else None."""
        if self.organization is not None:
            return f"organization {self.organization.name}"
        return self.username

    def name_among(self, people: Collection[Any]) -> str:
        """Return the name that these people are told: none of administrators."""
        if self.organization is None and self.user not in people:
            return ""
        return self.name or ""

    @property
    def caller(self) -> Caller | None:
        """Return whose limits and keys are used, if a person or an organization acts."""
        if self.organization is not None:
            return Caller("organization", self.organization.id)
        return None if self.user is None else Caller("user", self.user.id)


SYSTEM = Actor(credential="system")

OWNERS_RULE = Actor(credential="rule", client="a rule of its owners", in_bulk=True)
"""What the owners of a project have had done for them, every day."""
