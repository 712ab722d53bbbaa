"""What has happened to API tokens."""

from dataclasses import dataclass
from typing import Any

from warehouse.accounts.models import User
from warehouse.macaroons.models import Macaroon
from warehouse.packaging.models import Project
from warehouse.security import Actor
from warehouse.signals import Signal


@dataclass(frozen=True)
class TokenSignal(Signal):
    """Something that happened to one token."""

    macaroon: Macaroon
    actor: Actor

    @property
    def subject(self) -> User:
        """The owner, in whose event log it enters."""
        return self.macaroon.user

    def details(self) -> dict[str, Any]:
        """Which token; never the token itself."""
        return {
            "macaroon_id": str(self.macaroon.id),
            "description": self.macaroon.description,
            "caveats": self.macaroon.caveats,
        }


@dataclass(frozen=True)
class TokenCreated(TokenSignal, tag="account:api_token:added"):
    """A user has a new token."""


@dataclass(frozen=True)
class TokenRevoked(TokenSignal, tag="account:api_token:removed"):
    """A token is worth nothing any more."""


@dataclass(frozen=True)
class ProjectTokenSignal(Signal):
    """A token that stretches to one project came or went."""

    project: Project
    user: User
    description: str
    actor: Actor

    @property
    def subject(self) -> Project:
        """The project, in whose event log it enters."""
        return self.project

    def details(self) -> dict[str, Any]:
        """Whose token it is."""
        return {"description": self.description, "user": self.user.username}


@dataclass(frozen=True)
class ProjectTokenCreated(ProjectTokenSignal, tag="project:api_token:added"):
    """Somebody has a token for the project."""


@dataclass(frozen=True)
class ProjectTokenRevoked(ProjectTokenSignal, tag="project:api_token:removed"):
    """Somebody's token for the project is worth nothing any more."""
