"""Settings of signing in by an identity provider (OpenID Connect) that the index trusts."""

from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import urlsplit

from warehouse.settings.fields import boolean, choice, env

ISSUER, CLIENT = "SINGLE_SIGN_ON_ISSUER", "SINGLE_SIGN_ON_CLIENT"


def _issuer(text: str) -> str:
    """Read the URL of an issuer, which is compared to the last character."""
    url = urlsplit(text)
    if not url.hostname or url.query or url.fragment or url.username:
        raise ValueError("must be an address as in https://login.example.com/realm")
    if url.scheme != "https" and not (url.scheme == "http" and is_loopback(url.hostname)):
        raise ValueError("must begin with https://, or be on this machine")
    return text


def is_loopback(host: str) -> bool:
    """Return whether a host is this machine, whatever a resolver says."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


@dataclass(frozen=True, kw_only=True)
class SingleSignOnSettings:
    """The identity provider of the index, and how far it is believed."""

    issuer: str | None = env(
        ISSUER,
        default=None,
        parse=_issuer,
        help="the identity provider (OpenID Connect) that people may sign in by: its URL, "
        "as it names itself; nobody signs in that way if unset",
    )
    client: str | None = env(
        CLIENT,
        default=None,
        help="the id by which the identity provider knows this index",
    )
    secret: str | None = env(
        "SINGLE_SIGN_ON_SECRET",
        default=None,
        is_secret=True,
        help="the secret that the identity provider gave this index; without one it is a "
        "public client",
    )
    name: str | None = env(
        "SINGLE_SIGN_ON_NAME",
        default=None,
        help="what people call the identity provider: the button says “Sign in with …”; "
        "its host if unset",
    )
    accounts: str = env(
        "SINGLE_SIGN_ON_ACCOUNTS",
        default="create",
        parse=choice("create", "link"),
        help="create: whoever is new gets an account; link: people link theirs first",
    )
    trusts_addresses: bool = env(
        "SINGLE_SIGN_ON_VERIFIED_EMAIL",
        default=False,
        parse=boolean,
        help="true: an address of which the identity provider says that it is verified "
        "(email_verified) needs no proof here",
    )
    groups: str | None = env(
        "SINGLE_SIGN_ON_GROUPS",
        default=None,
        help="the claim with the groups of a person, as in groups; teams that follow one "
        "follow nothing if unset",
    )
    counts_as_two: bool = env(
        "SINGLE_SIGN_ON_TWO_FACTOR",
        default=False,
        parse=boolean,
        help="true: our second factor is not asked for at a sign-in of which the identity "
        "provider says that it had several (amr holds mfa, RFC 8176)",
    )

    def __post_init__(self) -> None:
        """Refuse half a provider."""
        if (self.issuer is None) != (self.client is None):
            raise ValueError(f"{ISSUER} and {CLIENT} are set together, or not at all")

    @property
    def label(self) -> str:
        """Return what people call the identity provider."""
        return self.name or urlsplit(self.issuer or "").hostname or ""
