"""The messages about API tokens."""

from dataclasses import dataclass
from datetime import datetime

from warehouse.email import Mail


@dataclass(frozen=True)
class TokenEnding(Mail, template="token-ending", topic="tokens"):
    """Warns of the end of a token."""

    username: str
    token: str
    days: int
    ends: datetime
    link: str


@dataclass(frozen=True)
class TokenUsedFromNewNetwork(
    Mail, template="token-used-from-new-network", is_security=True
):
    """Tells that a token was used from where it had never been used."""

    username: str
    token: str
    network: str
    client: str
    at: datetime
    link: str


@dataclass(frozen=True)
class TokenCompromisedLeak(Mail, template="token-compromised-leak", is_security=True):
    """Tells that a token was revoked: `origin` found it in public, or staff say why."""

    username: str
    token: str
    link: str
    where: str = ""
    origin: str = ""
    reason: str = ""


@dataclass(frozen=True)
class TokensRevoked(Mail, template="tokens-revoked", is_security=True):
    """Tells that all tokens of an account were revoked at once."""

    username: str
    tokens: tuple[str, ...]
    link: str


@dataclass(frozen=True)
class TokenTooWide(Mail, template="token-too-wide"):
    """Asks for a token that is for one project alone; `link` leads to making it."""

    username: str
    token: str
    project: str
    by: str
    link: str


@dataclass(frozen=True)
class TokenBesidePublishers(
    Mail, template="api-token-used-in-trusted-publisher-project", is_security=True
):
    """Tells that a token of a person published in a project with trusted publishers."""

    username: str
    project: str
    token: str
    owner: str
    link: str


@dataclass(frozen=True)
class TokensLastTooLong(Mail, template="tokens-last-too-long"):
    """Tells somebody that an organization takes some of their tokens no more."""

    username: str
    organization: str
    days: int
    tokens: tuple[str, ...]
    link: str


@dataclass(frozen=True)
class TokensRefused(Mail, template="tokens-refused"):
    """Tells somebody that an organization takes uploads of trusted publishers only."""

    username: str
    organization: str
    tokens: tuple[str, ...]
