"""Someone whom a credential proved."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID


@dataclass(frozen=True, kw_only=True)
class Identity:
    """The caller: its user, its principals, and the credential that proved it.

    `user` is a row of the accounts domain, or None for a trusted publisher and for
    an organization. `publisher` is the former's row, `publisher_url` the page of what it
    publishes from, and `organization` the latter's row. `lasts` is for how long a token was
    made and `ends` when that is over, None for ever.
    """

    user: Any
    credential: str
    principals: frozenset[str]
    publisher: Any = None
    publisher_url: str | None = None
    organization: Any = None
    lasts: timedelta | None = None
    ends: datetime | None = None

    def objection(
        self, request: Any, permission: str, context: Any
    ) -> "str | Detour | None":
        """Return why the credential does not permit this request, or None if it does."""
        return None

    @property
    def reaches(self) -> Callable[[Any], bool] | None:
        """Return what says whether it is for a project; None if for all of its holder."""
        return None

    @property
    def project_ids(self) -> Collection[UUID]:
        """Return the ids of the projects of somebody who is no person and owns none."""
        return ()


@dataclass(frozen=True)
class Detour:
    """What has to be done first, and the route of the page where that can be done.

    `parts` are those of the route.
    """

    reason: str
    route: str | None
    parts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Refusal:
    """An invalid credential; `reason` is for its holder."""

    reason: str
