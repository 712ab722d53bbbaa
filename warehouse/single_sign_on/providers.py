"""Identity providers, and what they say of people."""

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from warehouse.organizations.models import OrganizationProvider
from warehouse.settings import Settings
from warehouse.settings.single_sign_on import SingleSignOnSettings

DIRECTORY = "ldap"
"""Who vouches for people of the directory: an index has one, wherever it moves."""

MOST_GROUPS = 500
_LONGEST = 200
SEVERAL_FACTORS = "mfa"
"""What `amr` holds of a sign-in with more than one factor (RFC 8176, 2)."""


@dataclass(frozen=True)
class Provider:
    """An identity provider, and the client that the index is to it."""

    issuer: str
    client: str
    secret: str | None = field(repr=False)
    label: str
    trusts_addresses: bool = False
    counts_as_two: bool = False
    groups: str | None = None


def provider_of(settings: SingleSignOnSettings) -> Provider | None:
    """Return the identity provider of the index, if it has one."""
    if settings.issuer is None or settings.client is None:
        return None
    return Provider(
        settings.issuer,
        settings.client,
        settings.secret,
        settings.label,
        trusts_addresses=settings.trusts_addresses,
        counts_as_two=settings.counts_as_two,
        groups=settings.groups,
    )


def provider_of_members(found: OrganizationProvider) -> Provider:
    """Return the identity provider of an organization."""
    label = urlsplit(found.issuer).hostname or found.issuer
    return Provider(found.issuer, found.client, found.secret, label, groups=found.groups)


def labels_of(settings: Settings) -> dict[str, str]:
    """Return what people call whoever vouches for people here, by issuer."""
    labels = {}
    provider = provider_of(settings.single_sign_on)
    if provider is not None:
        labels[provider.issuer] = provider.label
    if settings.directory.server is not None:
        labels[DIRECTORY] = settings.directory.name
    return labels


def labels_of_groups(settings: Settings, own: OrganizationProvider | None) -> list[str]:
    """Return whose groups the teams of an organization with this provider follow."""
    if own is not None and own.is_on and own.groups is not None:
        return [provider_of_members(own).label]
    return list(labels_of(settings).values())


@dataclass(frozen=True)
class Assertion:
    """What a provider says of a person; only `issuer` and `subject` tell who it is."""

    issuer: str
    subject: str
    username: str = ""
    name: str = ""
    address: str = ""
    is_address_verified: bool = False
    has_two_factors: bool = False
    proved: float | None = None
    """When the person proved who they are, or None where that is not told."""
    groups: tuple[str, ...] | None = None
    """The groups that the person is in, or None where that is not told."""

    @property
    def label(self) -> str:
        """Return how people recognise the identity."""
        return self.address or self.username or self.subject


def assertion_of(provider: Provider, claims: dict[str, Any]) -> Assertion:
    """Return what the claims of a verified ID token say (OpenID Connect Core, 5.1)."""
    address = _text(claims, "email")
    methods = claims.get("amr")
    has_two = isinstance(methods, list) and SEVERAL_FACTORS in methods
    return Assertion(
        issuer=provider.issuer,
        subject=str(claims["sub"]),
        username=_text(claims, "preferred_username"),
        name=_text(claims, "name"),
        address=address,
        is_address_verified=provider.trusts_addresses
        and claims.get("email_verified") is True,
        has_two_factors=provider.counts_as_two and has_two,
        proved=_time(claims, "auth_time"),
        groups=None if provider.groups is None else _texts(claims, provider.groups),
    )


def _time(claims: dict[str, Any], name: str) -> float | None:
    """Return a claim that is a number of seconds since 1970, or None."""
    found = claims.get(name)
    if isinstance(found, bool) or not isinstance(found, int | float):
        return None
    return float(found)


def _texts(claims: dict[str, Any], name: str) -> tuple[str, ...]:
    """Return a claim that is a list of texts; nothing where it is something else."""
    found = claims.get(name)
    if not isinstance(found, list):
        return ()
    return tuple(each for each in found if isinstance(each, str))[:MOST_GROUPS]


def _text(claims: dict[str, Any], name: str) -> str:
    """Return a claim that is one line of printable text, or nothing."""
    found = claims.get(name)
    if not isinstance(found, str) or not found.isprintable():
        return ""
    return found.strip()[:_LONGEST]
