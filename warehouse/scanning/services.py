"""Keeping rules, looking files through, and dismissing what was found."""

import re
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from warehouse.packaging.models import File, Project
from warehouse.scanning import queries
from warehouse.scanning.assessing import Assessment, Sources
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
"""The time that a page takes for a file that no worker has inspected."""

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

    def read(self, file: File, engine: "Engine | None") -> tuple[Sources, list[Match]]:
        """Return what can be inspected of a file, and which rules match which members.

        Raises `ArchiveUnreadable`, and `BlobMissing` for a file that is not kept here.
        """
        sources, found = Sources(file.filename), list[Match]()
        with self.storage.open(file.path) as opened:
            for member in members_of(file.filename, opened):
                sources.add(member)
                matching = engine.matches(member.content) if engine else []
                found += [(rule, member.name) for rule in matching]
        return sources, found

    def try_out(self, file: File, rules: YaraRules) -> list[Match]:
        """Return which members of a file rules match, whether or not they are on.

        Raises what `read` does.
        """
        from warehouse.scanning.engine import Engine

        return self.read(file, Engine({rules.name: rules.source}))[1]

    def keep(self, file: File, sources: Sources, found: Iterable[Match]) -> int:
        """Keep what stands out, and matches that are not known; return how many are new.

        The file may be deleted while it is inspected: then nothing is kept.
        """
        made = {"assessment": sources.assess(self.inspector).as_json()}
        project_id = queries.project_of_file_locked(self.db, file.id)
        if project_id is None:
            return 0
        adding = insert(FileInspection).values(file_id=file.id, **made)
        self.db.execute(adding.on_conflict_do_update(index_elements=["file_id"], set_=made))
        self._keep_digests(project_id, sources.sketch())
        return self._keep_matches(file.id, found)

    def _keep_matches(self, file_id: UUID, found: Iterable[Match]) -> int:
        rows = [
            {"file_id": file_id, "rule": rule, "member": member} for rule, member in found
        ]
        if not rows:
            return 0
        adding = insert(FileMatch).on_conflict_do_nothing().returning(FileMatch.id)
        return len(self.db.scalars(adding, rows).all())

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
            return self.read(file, None)[0].assess(Inspector(seconds=SECONDS_ON_PAGE))
        except BlobMissing as error:
            raise ArchiveUnreadable("Its bytes are not stored here.") from error

    def inspect(self, name: str, content: bytes) -> Inspected:
        """Return what is found in one member."""
        return self.inspector.inspect([Member(name, content)])[0]
