"""Settings of the site, of the read APIs, of metrics and logs, and of development."""

from dataclasses import dataclass
from pathlib import Path

from warehouse.settings.fields import base_url, boolean, choice, env, keys, limit, number


def _contact(text: str) -> str:
    is_one = text.isprintable() and " " not in text
    if not is_one or not text.startswith(("mailto:", "https://", "tel:")):
        raise ValueError("must be one address that starts with mailto:, https:// or tel:")
    return text


def _policy(text: str) -> str:
    is_one = text.isprintable() and " " not in text
    if not is_one or not text.startswith("https://"):
        raise ValueError("must be one address that starts with https://")
    return text


def _text_file(text: str) -> Path:
    path = Path(text)
    try:
        path.read_text(encoding="utf-8")
    except (OSError, UnicodeError) as error:
        raise ValueError(f"must be a file of UTF-8 text: {error}") from error
    return path


def _secrets(text: str) -> tuple[str, ...]:
    secrets = tuple(text.split())
    if any(len(each) < 32 for each in secrets):
        raise ValueError(
            "must have at least 32 characters, without spaces; several have spaces between"
        )
    return secrets


@dataclass(frozen=True, kw_only=True)
class SiteSettings:
    """The name and the addresses of the index."""

    name: str = env("SITE_NAME", default="Warehouse", help="the name pages show")
    domain: str | None = env(
        "WAREHOUSE_DOMAIN", default=None, help="the only host answered; any if unset"
    )
    read: str = env(
        "READ",
        default="public",
        parse=choice("public", "account", "token"),
        help="who reads the index: everybody; people who sign in or send a token; with "
        "token, pip and its like need one whoever is signed in",
    )
    https: str = env(
        "WAREHOUSE_HTTPS",
        default="optional",
        parse=choice("optional", "require"),
        help="require: refuse plain HTTP and send HSTS",
    )
    secrets: tuple[str, ...] = env(
        "WAREHOUSE_SECRET",
        parse=_secrets,
        is_secret=True,
        help="at least 32 random characters, which sign sessions and links; to change it, "
        "put the new one and a space before it, and take the old one out in a month",
    )
    trusted_proxies: int = env(
        "TRUSTED_PROXIES",
        default=0,
        parse=number(0, 100),
        help="how many proxies in front set X-Forwarded-For, -Proto and -Host",
    )
    data: Path = env(
        "WAREHOUSE_DATA",
        default=Path("var"),
        parse=Path,
        help="the directory everything of this instance is kept in",
    )
    static: Path | None = env(
        "STATIC_PATH",
        default=None,
        parse=Path,
        help="built static files, when not beside the code",
    )
    terms: Path | None = env(
        "TERMS_FILE",
        default=None,
        parse=_text_file,
        help="the terms of use: plain text, paragraphs with blank lines between them, `#` "
        "before headings, `-` before items; a first line `Revision: 2026-11-28` names the "
        "revision that people agree to",
    )
    privacy: Path | None = env(
        "PRIVACY_FILE",
        default=None,
        parse=_text_file,
        help="the privacy notice, written in the same way",
    )
    camo_url: str | None = env(
        "CAMO_URL", default=None, parse=base_url, help="an image proxy for descriptions"
    )
    camo_key: str = env(
        "CAMO_KEY", default="", is_secret=True, help="the key that this proxy shares"
    )

    def __post_init__(self) -> None:
        """Refuse an image proxy that would show nothing."""
        if self.camo_url and not self.camo_key:
            raise ValueError("CAMO_URL needs CAMO_KEY, the key that the proxy has")


@dataclass(frozen=True, kw_only=True)
class APISettings:
    """The limits of the read APIs, and what they publish about the index."""

    xmlrpc_calls: str = env(
        "LIMIT_XMLRPC",
        default="3600 per hour",
        parse=limit,
        help="XML-RPC calls from an address; several limits with commas between them",
    )
    management_calls: str = env(
        "LIMIT_API",
        default="300 per minute, 6000 per hour",
        parse=limit,
        help="calls of the management API by an account or organization; several "
        "limits with commas",
    )
    indexed_host: str | None = env(
        "ROBOTS_HOST",
        default=None,
        help="the host that search engines may index; none if unset",
    )
    security_contact: str | None = env(
        "SECURITY_CONTACT",
        default=None,
        parse=_contact,
        help="mailto: or https: address for reports of weaknesses; shown in security.txt",
    )
    vulnerability_keys: str | None = env(
        "VULNERABILITY_KEYS",
        default=None,
        parse=keys,
        help="the public keys that vulnerability reports are signed with: a file, or an "
        "https:// address; without it no report is taken",
    )
    security_policy: str | None = env(
        "SECURITY_POLICY",
        default=None,
        parse=_policy,
        help="https: address of how reports are handled; the page /security/ if unset",
    )


@dataclass(frozen=True, kw_only=True)
class MetricsSettings:
    """Metrics and logs."""

    port: int = env(
        "METRICS_PORT",
        default=0,
        parse=number(0, 65_535),
        help="Prometheus metrics; 0 is off",
    )
    log_format: str = env(
        "LOG_FORMAT",
        default="console",
        parse=choice("console", "json"),
        help="console for people, json for machines",
    )
    log_level: str = env(
        "LOG_LEVEL",
        default="INFO",
        parse=choice("DEBUG", "INFO", "WARNING", "ERROR"),
        help="the least important line that is written",
    )


@dataclass(frozen=True, kw_only=True)
class DevelopmentSettings:
    """Switches for people who change the code."""

    reload: bool = env(
        "WAREHOUSE_RELOAD", default=False, parse=boolean, help="reload templates on change"
    )
    pseudo_locales: bool = env(
        "WAREHOUSE_PSEUDO_LOCALES",
        default=False,
        parse=boolean,
        help="offer languages that mark every text, to find what is not translated",
    )
    style_guide: bool = env(
        "WAREHOUSE_STYLE_GUIDE",
        default=False,
        parse=boolean,
        help="show every component of the pages at /_style/, and every message at /_mail/",
    )
