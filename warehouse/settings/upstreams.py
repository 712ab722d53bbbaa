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
    words,
)

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
        "goes first",
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
