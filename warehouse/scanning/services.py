"""Keeping rules, looking files through, and dismissing what was found."""

import hashlib
import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from warehouse.packaging.models import File, Project
from warehouse.scanning import assessing, queries
from warehouse.scanning.assessing import Assessment
from warehouse.scanning.inspecting import Inspected, Inspector
from warehouse.scanning.lookalikes import Lookalikes
from warehouse.scanning.members import ArchiveUnreadable, Member, members_of
from warehouse.scanning.models import (
    FileInspection,
    FileMatch,
    NameMatch,
    ProjectDigest,
    YaraRules,
)
from warehouse.security import Actor
from warehouse.storage import BlobMissing, Storage

if TYPE_CHECKING:
    from warehouse.scanning.engine import Engine

MOST_SOURCE = 200_000
"""Characters of a text of rules."""

MOST_SHARING = 1000
"""Projects that a digest is kept of; a module of more of them tells nothing."""

SECONDS_ON_PAGE = 3
"""The time that a page inspects a file that no worker has inspected."""

LONGEST_MEMBER = 1000
"""Bytes of the name of a member with which a match is kept: an index holds no more."""

Match = tuple[str, str]
"""The name of a rule, and that of the member that it matches."""


class RulesRefused(ValueError):
    """Rules cannot be kept as they are; the text says why."""


class RuleService:
    """Keeps rules."""

    def __init__(self, db: Session) -> None:
        self.db = db

    def put(self, name: str, source: str) -> YaraRules:
        """Keep a text of rules under a name; raises `RulesRefused`."""
        from warehouse.scanning.engine import RulesBroken, check

        if not re.fullmatch(r"[a-z][a-z0-9_]{0,49}", name):
            raise RulesRefused(
                f"“{name}” is no name: use up to 50 small letters, digits and underscores, "
                "a letter first."
            )
        if len(source) > MOST_SOURCE:
            raise RulesRefused(f"Use at most {MOST_SOURCE} characters, not {len(source)}.")
        try:
            names = check(source)
        except RulesBroken as error:
            raise RulesRefused(str(error)) from error
        if not names:
            raise RulesRefused("There is no rule in the text.")
        rules = queries.rules_named(self.db, name) or YaraRules(name=name)
        rules.source, rules.changed = source, datetime.now(UTC)
        self.db.add(rules)
        self.db.flush()
        return rules

    def switch(self, rules: YaraRules, *, on: bool) -> None:
        """Switch rules on or off."""
        rules.is_enabled = on
        self.db.flush()

    def delete(self, rules: YaraRules) -> None:
        """Delete rules; what they matched stays."""
        self.db.delete(rules)
        self.db.flush()

    def dismiss(self, match: FileMatch | NameMatch, *, actor: Actor) -> None:
        """Note that somebody looked at a match, and that nothing follows from it."""
        match.dismissed, match.dismissed_by = datetime.now(UTC), actor.name
        self.db.flush()


class NameService:
    """Keeps which names resemble others."""

    def __init__(self, db: Session) -> None:
        self.db = db

    def look_at(self, project: Project, known: Lookalikes) -> int:
        """Compare a project's name with known ones; return how many it newly resembles.

        A match that was dismissed stays so.
        """
        like = known.like(project.normalized_name)
        rows = [
            {"project_id": project.id, "resembles": name, "reason": reason}
            for name, reason in like.items()
        ]
        if not rows:
            return 0
        adding = insert(NameMatch).on_conflict_do_nothing().returning(NameMatch.id)
        return len(self.db.scalars(adding, rows).all())


class ScanService:
    """Looks files through."""

    def __init__(self, db: Session, storage: Storage, inspector: Inspector) -> None:
        self.db, self.storage, self.inspector = db, storage, inspector

    def try_out(self, file: File, rules: YaraRules) -> list[Match]:
        """Return which members of a file rules match, whether or not they are on.

        Raises `ArchiveUnreadable`, and `BlobMissing` for a file that is not kept here.
        """
        from warehouse.scanning.engine import Engine

        engine = Engine({rules.name: rules.source})
        return [each for found in self._matches(file, engine) for each in found]

    def match(self, file: File, engine: "Engine") -> int:
        """Keep the matches of rules that are not known; return how many are new.

        Raises what `try_out` does: what was found until then is kept all the same.
        """
        found, new = list[Match](), 0
        try:
            for each in self._matches(file, engine):
                found += each
        finally:
            new = self.keep_matches(file, found)
        return new

    def keep_matches(self, file: File, found: Iterable[Match]) -> int:
        """Keep matches; the file may be deleted meanwhile, and then nothing is kept."""
        rows = [
            {"file_id": file.id, "rule": rule, "member": _short(member)}
            for rule, member in found
        ]
        if not rows or queries.project_of_file_locked(self.db, file.id) is None:
            return 0
        adding = insert(FileMatch).on_conflict_do_nothing().returning(FileMatch.id)
        return len(self.db.scalars(adding, rows).all())

    def inspect(self, file: File) -> None:
        """Keep what stands out in a file; raises what `try_out` does."""
        self.keep(file, *self._assess(file, self.inspector))

    def keep(self, file: File, assessment: Assessment, sketch: list[bytes]) -> None:
        """Keep an assessment; the file may be deleted meanwhile, and then nothing is."""
        made = {"assessment": assessment.as_json()}
        project_id = queries.project_of_file_locked(self.db, file.id)
        if project_id is None:
            return
        adding = insert(FileInspection).values(file_id=file.id, **made)
        self.db.execute(adding.on_conflict_do_update(index_elements=["file_id"], set_=made))
        self._keep_digests(project_id, sketch)

    def _members(self, file: File) -> Iterator[Member]:
        with self.storage.open(file.path) as opened:
            yield from members_of(file.filename, opened)

    def _matches(self, file: File, engine: "Engine") -> Iterator[list[Match]]:
        for member in self._members(file):
            yield [(rule, member.name) for rule in engine.matches(member.content)]

    def _assess(self, file: File, inspector: Inspector) -> tuple[Assessment, list[bytes]]:
        """Return what stands out in a file, and its sketch."""
        return assessing.inspect(file.filename, partial(self._members, file), inspector)

    def _keep_digests(self, project_id: UUID, digests: list[bytes]) -> None:
        """Keep digests, but for those that so many projects have that they tell nothing.

        In their order, so that two files of a project do not wait for each other.
        """
        common = queries.common_digests(self.db, digests, projects=MOST_SHARING)
        rows = [
            {"project_id": project_id, "digest": each}
            for each in sorted(set(digests) - common)
        ]
        if rows:
            self.db.execute(insert(ProjectDigest).on_conflict_do_nothing(), rows)

    def assessment_of(self, file: File) -> Assessment:
        """Return what stands out in a file: as it was kept, or found now and not kept.

        Raises `ArchiveUnreadable`.
        """
        kept = queries.inspection_of(self.db, file.id)
        if kept is not None:
            return Assessment.from_json(kept.assessment)
        try:
            return self._assess(file, Inspector(seconds=SECONDS_ON_PAGE))[0]
        except BlobMissing as error:
            raise ArchiveUnreadable("Its bytes are not stored here.") from error

    def inspect_member(self, name: str, content: bytes) -> Inspected:
        """Return what is found in one member."""
        return self.inspector.inspect([Member(name, content)])[0]


def _short(name: str) -> str:
    """Return the name of a member, or its beginning and its digest where it is long."""
    written = name.encode()
    if len(written) <= LONGEST_MEMBER:
        return name
    begin = written[: LONGEST_MEMBER // 2].decode("utf-8", "ignore")
    return f"{begin}… ({hashlib.sha256(written).hexdigest()[:32]})"
