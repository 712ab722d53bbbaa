"""Who a publisher is, in the words of whoever registers it: a value for each kind."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from typing import Any, ClassVar, Self

from warehouse.oidc.errors import IdentityInvalid
from warehouse.oidc.models import (
    ActiveStatePublisher,
    GenericPublisher,
    GitHubPublisher,
    GitLabPublisher,
    GooglePublisher,
    OIDCPublisher,
    PendingActiveStatePublisher,
    PendingGenericPublisher,
    PendingGitHubPublisher,
    PendingGitLabPublisher,
    PendingGooglePublisher,
    PendingOIDCPublisher,
)
from warehouse.oidc.models.columns import GITLAB_COM

Publisher = OIDCPublisher | PendingOIDCPublisher

_MOST_BYTES = 2000
"""How large all that is asked of a generic publisher may be, since it is a key."""

_MATCHERS = {"exact": str, "glob": str, "one_of": list}


@dataclass(frozen=True)
class PublisherIdentity:
    """The base of all kinds, each with the tables of those in use and of pending ones.

    `FLAG` switches the kind off. `FOLDED` are the columns whose case means nothing.
    """

    MODEL: ClassVar[type[Any]]
    PENDING: ClassVar[type[Any]]
    FLAG: ClassVar[str | None] = None
    COLUMNS: ClassVar[Mapping[str, str]]
    """The column in which each field is stored."""
    FOLDED: ClassVar[frozenset[str]] = frozenset()

    def columns(self) -> dict[str, Any]:
        """Return the value of each column."""
        return {self.COLUMNS[each.name]: getattr(self, each.name) for each in fields(self)}

    @classmethod
    def of(cls, row: Publisher) -> Self:
        """Return the identity of a row of this kind."""
        return cls(**{name: getattr(row, column) for name, column in cls.COLUMNS.items()})


@dataclass(frozen=True)
class GitHubIdentity(PublisherIdentity):
    """A workflow on GitHub; `owner_id` is what GitHub gives to nobody else."""

    MODEL = GitHubPublisher
    PENDING = PendingGitHubPublisher
    FLAG = "disallow-github-oidc"
    FOLDED = frozenset({"repository_owner", "repository_name"})
    COLUMNS = {
        "owner": "repository_owner",
        "owner_id": "repository_owner_id",
        "repository": "repository_name",
        "workflow": "workflow_filename",
        "environment": "environment",
        "calls": "reusable_workflow",
    }

    owner: str
    owner_id: str
    repository: str
    workflow: str
    environment: str = ""
    calls: str = ""
    """The reusable workflow, of any repository, that the workflow calls to publish."""

    def __post_init__(self) -> None:
        """Write the environment in lower case, as GitHub compares it."""
        object.__setattr__(self, "environment", self.environment.lower())


@dataclass(frozen=True)
class GitLabIdentity(PublisherIdentity):
    """A pipeline on gitlab.com, or on a GitLab of somebody's own (`issuer`)."""

    MODEL = GitLabPublisher
    PENDING = PendingGitLabPublisher
    FLAG = "disallow-gitlab-oidc"
    FOLDED = frozenset({"namespace", "project"})
    COLUMNS = {
        "namespace": "namespace",
        "project": "project",
        "workflow": "workflow_filepath",
        "environment": "environment",
        "issuer": "issuer_url",
    }

    namespace: str
    project: str
    workflow: str
    environment: str = ""
    issuer: str = GITLAB_COM


@dataclass(frozen=True)
class GoogleIdentity(PublisherIdentity):
    """A service account of Google Cloud."""

    MODEL = GooglePublisher
    PENDING = PendingGooglePublisher
    FLAG = "disallow-google-oidc"
    COLUMNS = {"email": "email", "sub": "sub"}

    email: str
    sub: str = ""


@dataclass(frozen=True)
class ActiveStateIdentity(PublisherIdentity):
    """A project on the ActiveState Platform, built by one person."""

    MODEL = ActiveStatePublisher
    PENDING = PendingActiveStatePublisher
    FLAG = "disallow-activestate-oidc"
    COLUMNS = {
        "organization": "organization",
        "project": "activestate_project_name",
        "actor": "actor",
        "actor_id": "actor_id",
    }

    organization: str
    project: str
    actor: str
    actor_id: str


@dataclass(frozen=True)
class GenericIdentity(PublisherIdentity):
    """Whatever an issuer says of it; raises `IdentityInvalid` for what matches anybody.

    In `subject`, and in texts to which a claim is compared as a glob, `*` means anything.
    """

    MODEL = GenericPublisher
    PENDING = PendingGenericPublisher
    COLUMNS = {
        "issuer": "issuer_url",
        "kind": "kind",
        "subject": "subject",
        "claims": "claims",
    }

    issuer: str
    kind: str
    subject: str
    claims: Mapping[str, Mapping[str, str | Sequence[str]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Check that something is asked of every token."""
        if not self.subject or self.subject.startswith("*"):
            raise IdentityInvalid(
                "subject", "it has to begin with what only your own tokens begin with"
            )
        for name, wanted in self.claims.items():
            _check_claim(name, wanted)
        said = json.dumps([self.issuer, self.subject, self.claims])
        if len(said.encode()) > _MOST_BYTES:
            raise IdentityInvalid("claims", f"use at most {_MOST_BYTES} bytes in all")


KINDS: tuple[type[PublisherIdentity], ...] = (
    GitHubIdentity,
    GitLabIdentity,
    GoogleIdentity,
    ActiveStateIdentity,
    GenericIdentity,
)


def identity_of(row: Publisher) -> PublisherIdentity:
    """Return the identity of a publisher, whether it is in use or pending."""
    kind = next(each for each in KINDS if isinstance(row, (each.MODEL, each.PENDING)))
    return kind.of(row)


def _check_claim(name: str, wanted: Mapping[str, str | Sequence[str]]) -> None:
    if not name:
        raise IdentityInvalid("claims", "a claim has no name")
    if len(wanted) != 1:
        raise IdentityInvalid(name, f"say one of {', '.join(_MATCHERS)}")
    [(matcher, value)] = wanted.items()
    if not isinstance(value, _MATCHERS.get(matcher, ())) or not value:
        raise IdentityInvalid(name, f"say one of {', '.join(_MATCHERS)}, with a value")
    if isinstance(value, list) and not all(
        isinstance(each, str) and each for each in value
    ):
        raise IdentityInvalid(name, "one_of needs texts")
