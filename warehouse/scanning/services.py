"""Keeping rules, looking files through, and dismissing what was found."""

import re
from collections.abc import Iterable
from datetime import UTC, datetime

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from warehouse.packaging.models import File, Project
from warehouse.scanning import queries
from warehouse.scanning.lookalikes import Lookalikes
from warehouse.scanning.members import members_of
from warehouse.scanning.models import FileMatch, NameMatch, YaraRules
from warehouse.security import Actor
from warehouse.storage import Storage

MOST_SOURCE = 200_000
"""Characters of a text of rules."""


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

    def look_at(self, project: Project, known: Iterable[str]) -> int:
        """Compare a project's name with known ones; return how many it newly resembles.

        A match that was dismissed stays so.
        """
        like = Lookalikes(known).like(project.normalized_name)
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

    def __init__(self, db: Session, storage: Storage) -> None:
        self.db, self.storage = db, storage

    def scan(self, file: File, sources: dict[str, str]) -> list[tuple[str, str]]:
        """Return which rules match which members of a file.

        Raises `ArchiveUnreadable`, and `BlobMissing` for a file that is not kept here.
        """
        from warehouse.scanning.engine import Engine

        engine, found = Engine(sources), []
        with self.storage.open(file.path) as opened:
            for member in members_of(file.filename, opened):
                found += [(rule, member.name) for rule in engine.matches(member.content)]
        return found

    def keep(self, file: File, found: Iterable[tuple[str, str]]) -> int:
        """Keep matches that are not known yet; return how many were new."""
        rows = [
            {"file_id": file.id, "rule": rule, "member": member} for rule, member in found
        ]
        if not rows:
            return 0
        adding = insert(FileMatch).on_conflict_do_nothing().returning(FileMatch.id)
        return len(self.db.scalars(adding, rows).all())
