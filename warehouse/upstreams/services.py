"""Adding upstreams, switching them, and deciding whose a name is."""

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime, timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from warehouse.outbound import TargetRefused, TargetRules
from warehouse.packaging import queries as packaging_queries
from warehouse.packaging.models import Project
from warehouse.packaging.names import is_valid_name, normalize
from warehouse.security import Actor
from warehouse.upstreams import queries
from warehouse.upstreams.errors import UpstreamInvalid
from warehouse.upstreams.models import (
    Upstream,
    UpstreamFile,
    UpstreamProject,
    UpstreamTakenName,
)
from warehouse.upstreams.storage import Kind, UpstreamStorage, lying_at

_AT_A_TIME, _ABSENT_FOR = 10_000, timedelta(days=1)
_NAME = re.compile(r"[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?")
_SIZES = {
    Kind.FILE: UpstreamFile.stored_size,
    Kind.METADATA: UpstreamFile.stored_metadata_size,
}

Pins = Callable[[Session, int], Mapping[int, bool]]
"""Says which files stay, out of so many bytes at most: by the key of each, whether it is
the file or the core metadata beside it alone. `config.add_upstream_pins` registers one."""


class PinSources(list[Pins]):
    """All who pin files."""


class UpstreamService:
    """Everything that changes which upstreams there are, and for which names."""

    def __init__(
        self,
        db: Session,
        *,
        rules: TargetRules,
        storage: UpstreamStorage,
        pins: Iterable[Pins] = (),
    ) -> None:
        self.db, self.rules, self.storage = db, rules, storage
        self._pins = tuple(pins)

    def add(self, name: str, url: str) -> Upstream:
        """Add an upstream, to be asked after the others; raises `UpstreamInvalid`."""
        if not _NAME.fullmatch(name):
            raise UpstreamInvalid(
                f"{name!r} is no name for an upstream: use up to 40 small letters, digits "
                "and hyphens, as in pypi"
            )
        if queries.upstream_named(self.db, name) is not None:
            raise UpstreamInvalid(f"there is an upstream {name} already")
        url = url.rstrip("/") + "/"
        try:
            self.rules.check(url)
        except TargetRefused as error:
            raise UpstreamInvalid(
                f"{url!r} is no address of a simple index: {error.message.english} "
                "UPSTREAM_PRIVATE_NETWORKS=true allows indexes of your own network"
            ) from error
        upstream = Upstream(name=name, url=url)
        self.db.add(upstream)
        self.db.flush()
        return upstream

    def remove(self, name: str) -> None:
        """Forget an upstream and all it has said; raises `UpstreamInvalid`."""
        self.db.delete(self._named(name))
        self.db.flush()

    def switch(self, name: str, *, is_enabled: bool) -> Upstream:
        """Have an upstream asked, or not; raises `UpstreamInvalid`."""
        upstream = self._named(name)
        upstream.is_enabled = is_enabled
        self.db.flush()
        return upstream

    def take_over(self, name: str, *, reason: str, actor: Actor) -> UpstreamTakenName:
        """Make a name ours: no upstream is asked for it, and a project may have it."""
        normalized = _checked(name)
        if not reason.strip():
            raise UpstreamInvalid("say why the name is taken over")
        known = queries.taken_name(self.db, normalized)
        if known is not None:
            raise UpstreamInvalid(f"{normalized} is taken over already: {known.reason}")
        by = None if actor.user is None else actor.user.id
        row = UpstreamTakenName(
            normalized_name=normalized, reason=reason.strip(), taken_by_id=by
        )
        self.db.add(row)
        self.db.flush()
        return row

    def give_back(self, name: str) -> None:
        """Let upstreams be asked for a name again; raises `UpstreamInvalid`."""
        normalized = _checked(name)
        known = queries.taken_name(self.db, normalized)
        if known is None:
            raise UpstreamInvalid(f"{normalized} was not taken over")
        self.db.delete(known)
        self.db.flush()

    def merge(self, name: str, *, is_merged: bool) -> Project:
        """Show the files that an upstream has under the name of a project of ours, or not.

        Raises `UpstreamInvalid` if there is no such project.
        """
        project = packaging_queries.project_named(self.db, name)
        if project is None:
            raise UpstreamInvalid(f"there is no project {name!r} here")
        project.merges_upstream = is_merged
        self.db.flush()
        return project

    def evict(self, most_bytes: int) -> int:
        """Delete files that were not asked for longest until so many bytes are left.

        What is pinned stays. Returns how many were deleted; they can be fetched again.
        """
        gone = self.storage.evict(most_bytes, lambda: self._pinned(most_bytes))
        for start in range(0, len(gone), _AT_A_TIME):
            lay = [lying_at(each) for each in gone[start : start + _AT_A_TIME]]
            for kind, column in _SIZES.items():
                keys = [key for key, found in lay if found is kind]
                if keys:
                    some = update(UpstreamFile).where(UpstreamFile.id.in_(keys))
                    self.db.execute(some.values({column: None}))
        return len(gone)

    def _pinned(self, most_bytes: int) -> Mapping[int, bool]:
        """Return the files that somebody pins, and whether more than their metadata."""
        found: dict[int, bool] = {}
        for pins in self._pins:
            for key, has_file in pins(self.db, most_bytes).items():
                found[key] = has_file or found.get(key, False)
        return found

    def forget_absent(self) -> int:
        """Delete what was said long ago of names that no upstream had; returns how many.

        Strangers can ask for as many names as they can think of.
        """
        long_ago = UpstreamProject.checked < datetime.now(UTC) - _ABSENT_FOR
        gone = delete(UpstreamProject).where(~UpstreamProject.is_there, long_ago)
        listed = select(UpstreamFile.id).where(
            UpstreamFile.project_id == UpstreamProject.id
        )
        return int(self.db.execute(gone.where(~listed.exists())).rowcount)  # type: ignore[attr-defined]

    def _named(self, name: str) -> Upstream:
        upstream = queries.upstream_named(self.db, name)
        if upstream is None:
            raise UpstreamInvalid(f"there is no upstream {name!r}")
        return upstream


def _checked(name: str) -> str:
    if not is_valid_name(name):
        raise UpstreamInvalid(f"{name!r} is no name of a project")
    return normalize(name)
