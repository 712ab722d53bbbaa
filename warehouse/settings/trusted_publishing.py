"""Settings of trusted publishing: whose identity tokens are taken, and for whom."""

from dataclasses import dataclass
from pathlib import Path

from warehouse.settings.fields import boolean, env, rate, words

ANY_ISSUER = "*"


def _issuers(text: str) -> tuple[str, ...]:
    found = words(text)
    for each in found:
        if each != ANY_ISSUER and not each.startswith(("https://", "http://")):
            raise ValueError("must be URLs, or *")
    return found


def _file(text: str) -> Path:
    path = Path(text)
    if not path.is_file():
        raise ValueError("must be a file")
    return path


@dataclass(frozen=True, kw_only=True)
class TrustedPublishingSettings:
    """What is asked of issuers and of their tokens."""

    audience: str | None = env(
        "OIDC_AUDIENCE",
        default=None,
        help="for whom identity tokens are issued that this index takes; WAREHOUSE_DOMAIN "
        "if unset, and localhost without either",
    )
    issuers: tuple[str, ...] = env(
        "OIDC_ISSUERS",
        default=(),
        parse=_issuers,
        help="the issuers beyond GitHub, gitlab.com, Google and ActiveState whose tokens "
        "projects may trust; * is every https:// issuer",
    )
    keys: Path | None = env(
        "OIDC_KEYS",
        default=None,
        parse=_file,
        help="a JSON file with the key set (RFC 7517, 5) of each issuer by its URL, for "
        "machines that cannot ask the issuer",
    )
    allows_http: bool = env(
        "OIDC_HTTP",
        default=False,
        parse=boolean,
        help="true: issuers may have http:// addresses, where others may forge their keys",
    )
    private: bool = env(
        "OIDC_PRIVATE_NETWORKS",
        default=False,
        parse=boolean,
        help="true: issuers may be in private networks and on this machine",
    )
    registrations_per_user: str = env(
        "LIMIT_PUBLISHER_USER",
        default="100 per day",
        parse=rate,
        help="trusted publishers that a user adds",
    )
    registrations_per_address: str = env(
        "LIMIT_PUBLISHER_ADDRESS",
        default="100 per day",
        parse=rate,
        help="the same for each address",
    )
