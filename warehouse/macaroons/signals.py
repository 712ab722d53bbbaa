"""The signals of changes to API tokens."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from warehouse.accounts.models import User
from warehouse.macaroons.models import Macaroon
from warehouse.oidc.models import OIDCPublisher
from warehouse.oidc.runs import Run
from warehouse.packaging.models import Project
from warehouse.packaging.signals import ProjectSignal
from warehouse.security import Actor
from warehouse.signals import Signal


@dataclass(frozen=True)
class TokenSignal(Signal):
    """Something that happened to one token."""

    macaroon: Macaroon
    actor: Actor

    @property
    def subject(self) -> User:
        """Return the owner, whose event log the signal enters."""
        return self.macaroon.owner

    def details(self) -> dict[str, Any]:
        """Return which token, without the token itself."""
        return {
            "macaroon_id": str(self.macaroon.id),
            "description": self.macaroon.description,
            "caveats": self.macaroon.caveats,
        }


@dataclass(frozen=True)
class TokenCreated(TokenSignal, tag="account:api_token:added"):
    """A token was created."""


@dataclass(frozen=True)
class TokenRevoked(TokenSignal, tag="account:api_token:removed"):
    """A token was revoked."""


@dataclass(frozen=True)
class TokenLeaked(TokenSignal, tag="account:api_token:removed_leak"):
    """Somebody found a token in public, and it was revoked for that."""

    url: str
    origin: str

    def details(self) -> dict[str, Any]:
        """Return which token, and where it was found by whom."""
        return {**super().details(), "public_url": self.url, "origin": self.origin}


@dataclass(frozen=True)
class TokenRevokedByStaff(TokenSignal, tag="account:api_token:removed"):
    """Staff revoked a token; its owner is told why if they are to be."""

    reason: str
    is_told: bool

    def details(self) -> dict[str, Any]:
        """Return which token, by whom and why."""
        more = {"submitted_by": self.actor.name, "reason": self.reason}
        return {**super().details(), **more}


@dataclass(frozen=True)
class AllTokensRevoked(Signal):
    """All tokens of a user were revoked at once; `descriptions` says which."""

    user: User
    descriptions: tuple[str, ...]


@dataclass(frozen=True)
class TokenUsedElsewhere(Signal):
    """A token was used from a network from which it had never been used."""

    macaroon: Macaroon
    network: str
    client: str | None
    at: datetime


@dataclass(frozen=True)
class TokenEndsSoon(Signal):
    """A token ends within so many days."""

    macaroon: Macaroon
    days: int


@dataclass(frozen=True)
class ProjectTokenSignal(Signal):
    """A token for one project was created or revoked."""

    project: Project
    owner_name: str
    description: str
    actor: Actor

    @property
    def subject(self) -> Project:
        """Return the project, whose event log the signal enters."""
        return self.project

    def details(self) -> dict[str, Any]:
        """Return whose token it is."""
        return {"description": self.description, "user": self.owner_name}


@dataclass(frozen=True)
class ProjectTokenCreated(ProjectTokenSignal, tag="project:api_token:added"):
    """A token for the project was created."""


@dataclass(frozen=True)
class ProjectTokenRevoked(ProjectTokenSignal, tag="project:api_token:removed"):
    """A token for the project was revoked."""


@dataclass(frozen=True)
class NarrowingAsked(ProjectSignal, tag="project:api_token:narrowing_asked"):
    """The owner of a token was asked for one that is for the project alone."""

    macaroon: Macaroon

    def details(self) -> dict[str, Any]:
        """Return by whom, and whose token; its description is not the project's."""
        return {
            **super().details(),
            "macaroon_id": str(self.macaroon.id),
            "target_user": self.macaroon.owner.username,
        }


@dataclass(frozen=True)
class ShortLivedTokenCreated(ProjectSignal, tag="account:short_lived_api_token:added"):
    """A trusted publisher of the project has a token for some minutes."""

    macaroon: Macaroon
    run: Run

    @property
    def publisher(self) -> OIDCPublisher:
        """Return the publisher; raises `LookupError` for a person's token."""
        if self.macaroon.publisher is None:
            raise LookupError(f"the token {self.macaroon.id} is of no publisher")
        return self.macaroon.publisher

    def details(self) -> dict[str, Any]:
        """Return which publisher, and until when."""
        assert self.macaroon.expires is not None
        return {
            "expires": int(self.macaroon.expires.timestamp()),
            "publisher_name": self.publisher.publisher_name,
            "publisher_url": self.run.publisher_url,
            "reusable_workflow_used": self.run.is_reusable,
        }


@dataclass(frozen=True)
class TokenUsedBesidePublishers(Signal):
    """A token of a person uploaded to a project that has trusted publishers, at first."""

    project: Project
    macaroon: Macaroon
