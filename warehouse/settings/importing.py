"""Settings of bringing another index over."""

from dataclasses import dataclass
from pathlib import Path

from warehouse.settings.fields import env


def _credentials(text: str) -> str:
    if not text.partition(":")[0] or ":" not in text:
        raise ValueError("must be written as in username:password")
    return text


@dataclass(frozen=True, kw_only=True)
class ImportSettings:
    """How this index signs in at one that it brings over."""

    credentials: str | None = env(
        "IMPORT_CREDENTIALS",
        default=None,
        parse=_credentials,
        is_secret=True,
        help="how warehouse import simple signs in, as in username:password; if unset, by "
        "the netrc file",
    )
    netrc: Path | None = env(
        "NETRC",
        default=None,
        parse=Path,
        help="the netrc file that warehouse import simple reads; if unset, ~/.netrc",
    )
