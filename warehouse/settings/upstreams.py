"""Settings of reading other indexes."""

import re
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from warehouse.settings.fields import (
    MIB,
    boolean,
    env,
    mebibytes,
    number,
    rate,
    words,
)

Searched = bool | tuple[str, ...]

_PATTERN = re.compile(r"[a-z0-9]([a-z0-9-]*[a-z0-9-])?\*?|\*", re.IGNORECASE)


def _patterns(text: str) -> tuple[str, ...]:
    found = tuple(re.sub(r"[-_.]+", "-", each).lower() for each in words(text))
    for each in found:
        if not _PATTERN.fullmatch(each):
            raise ValueError(f"{each!r} is no name, nor the beginning of one as in acme-*")
    return found


def _credentials(text: str) -> dict[str, str]:
    found = {}
    for each in text.split():
        name, equals, said = each.partition("=")
        if not name or not equals or ":" not in said:
            raise ValueError("must be written as in pypi=username:password")
        found[name] = said
    return found


def _searched(text: str) -> Searched:
    said = words(text)
    if said in {("true",), ("false",)}:
        return said == ("true",)
    return said


def _seconds(text: str) -> timedelta:
    return timedelta(seconds=number(1, 86_400)(text))


@dataclass(frozen=True, kw_only=True)
class UpstreamSettings:
    """Which names no other index is asked for, and how the others are asked."""

    never: tuple[str, ...] = env(
        "UPSTREAM_NEVER",
        default=(),
        parse=_patterns,
        help="names that no other index is asked for, as in acme acme-*",
    )
    fresh: timedelta = env(
        "UPSTREAM_SECONDS",
        default=timedelta(seconds=600),
        parse=_seconds,
        help="how long a page of another index is used before it is asked whether it has "
        "changed",
    )
    searched: Searched = env(
        "UPSTREAM_SEARCH",
        default=False,
        parse=_searched,
        help="true, or the names of other indexes: a search finds what they have by its "
        "name; their lists of names are read once a day",
    )
    path: Path | None = env(
        "UPSTREAM_PATH",
        default=None,
        parse=Path,
        help="the directory of files that come from other indexes; if unset, one that is "
        "called upstreams, beside FILES_PATH",
    )
    most_bytes: int = env(
        "UPSTREAM_MIB",
        default=10_240 * MIB,
        parse=mebibytes,
        help="how much of the disk these files may take; what was not asked for longest "
        "goes first, and what views keep stays, which is three quarters at most",
    )
    misses: str = env(
        "LIMIT_UPSTREAM_MISSES",
        default="600 per hour",
        parse=rate,
        help="how often one network may have other indexes asked for names that they lack",
    )
    credentials: dict[str, str] = env(
        "UPSTREAM_CREDENTIALS",
        default={},
        parse=_credentials,
        is_secret=True,
        help="how this index signs in at others, as in pypi=username:password, with spaces "
        "between several",
    )
    private: bool = env(
        "UPSTREAM_PRIVATE_NETWORKS",
        default=False,
        parse=boolean,
        help="true: other indexes may be in private networks or on this machine, and use "
        "http:// and any port",
    )

    def is_searched(self, name: str) -> bool:
        """Return whether a search finds what the upstream `name` has."""
        if isinstance(self.searched, bool):
            return self.searched
        return name in self.searched
