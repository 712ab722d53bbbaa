"""Setting, ending and applying the rules of projects."""

from collections.abc import Sequence
from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from warehouse.packaging import queries
from warehouse.packaging.many_signals import ManyChange
from warehouse.packaging.models import Project
from warehouse.packaging.selections import Candidate
from warehouse.packaging.services import (
    MOST_AT_ONCE,
    ManyReleasesService,
    OwnerDeletionService,
)
from warehouse.retention.models import RetentionRule
from warehouse.retention.rules import Retention
from warehouse.retention.signals import RetentionEnded, RetentionSet
from warehouse.security import OWNERS_RULE, Actor
from warehouse.signals import Announce


class RetentionService:
    """Has old pre-releases of a project deleted by the rule of its owners."""

    def __init__(
        self,
        db: Session,
        announce: Announce,
        *,
        many: ManyReleasesService,
        deletions: OwnerDeletionService,
    ) -> None:
        self.db, self.announce = db, announce
        self._many, self._deletions = many, deletions

    def retention_of(self, project: Project) -> Retention:
        """Return what the rule of a project keeps."""
        rule = self.db.get(RetentionRule, project.id)
        return Retention() if rule is None else _retention(rule)

    def due(self, project: Project, retention: Retention) -> list[Candidate]:
        """Return what would be deleted now, newest version first."""
        return retention.due(queries.candidates_of(self.db, project), _now())

    def set(self, project: Project, retention: Retention, *, actor: Actor) -> None:
        """Set the rule of a project, or end it with an empty one."""
        rule = self.db.get(RetentionRule, project.id, with_for_update=True)
        if retention.is_empty:
            if rule is not None:
                self.db.delete(rule)
                self.announce(RetentionEnded(project, actor))
            return
        if rule is None:
            rule = RetentionRule(project_id=project.id)
            self.db.add(rule)
        rule.keep_prereleases = retention.prereleases
        rule.keep_dev_days = retention.dev_days
        self.db.flush()
        self.announce(RetentionSet(project, actor, retention))

    def projects(self) -> Sequence[UUID]:
        """Return the projects that have a rule."""
        found = select(RetentionRule.project_id).order_by(RetentionRule.project_id)
        return self.db.scalars(found).all()

    def apply(self, project_id: UUID) -> bool:
        """Delete what is due of a project; return whether there is more of it.

        Raises `DeletionsDisabled`.
        """
        rule = self.db.get(RetentionRule, project_id, with_for_update=True)
        if rule is None or rule.project.is_quarantined:
            return False
        self._deletions.require()
        due = self.due(rule.project, _retention(rule))
        oldest = [each.version for each in due[-MOST_AT_ONCE:]]
        rule.last_run = _now()
        rule.last_deleted = self._many.change(
            rule.project, oldest, ManyChange.DELETE, actor=OWNERS_RULE
        )
        return len(due) > len(oldest)


def _retention(rule: RetentionRule) -> Retention:
    return Retention(rule.keep_prereleases, rule.keep_dev_days)


def _now() -> datetime:
    return datetime.now(UTC)
