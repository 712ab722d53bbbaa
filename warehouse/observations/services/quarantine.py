"""Quarantine without a person, where reports weigh enough."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from warehouse.accounts.models import User
from warehouse.accounts.queries import user_named
from warehouse.appeals.services import NoticeService
from warehouse.events.staff import Cause, LogEntry, StaffLog, Told
from warehouse.observations import queries
from warehouse.observations.models import Observation
from warehouse.packaging.models import Project
from warehouse.packaging.services import LifecycleService
from warehouse.security import Actor

YOUNG = timedelta(hours=24)
"""A project of this age is hidden because of a single report by a trusted reporter."""

ENOUGH = 2
"""Reporters because of whom any project is hidden, if one of them is trusted."""

_REASON = "Reports of malware weighed enough; no person decided."

_AUTOMATON = "admin"
"""The account for which automatic actions are done."""


class AutoQuarantine:
    """Hides projects that trusted reporters call malware."""

    def __init__(
        self,
        db: Session,
        lifecycle: LifecycleService,
        *,
        log: StaffLog,
        notices: NoticeService,
    ) -> None:
        self.db, self.lifecycle = db, lifecycle
        self.log, self.notices = log, notices

    def consider(self, key: UUID) -> Project | None:
        """Quarantine the project of a report if it is to be; return it if it was."""
        report = queries.project_observation(self.db, key)
        if report is None or report.related_id is None or not report.is_open:
            return None
        project = queries.project_locked(self.db, report.related_id)
        if project is None or project.is_quarantined or not self._is_due(project, report):
            return None
        actor = Actor(user=user_named(self.db, _AUTOMATON), credential="system")
        before = {"status": project.status}
        self.lifecycle.quarantine(project, actor=actor)
        row = self.log.record(
            "project.quarantine",
            subject=("project", str(project.id), project.name),
            reason=_REASON,
            before=before,
            after={"status": project.status},
            told=Told(
                self.notices.of(project.id, ""),
                Cause.MALWARE.value,
                LogEntry.QUARANTINED,
            ),
            actor=actor,
        )
        self.notices.send(row)
        return project

    def _is_due(self, project: Project, report: Observation) -> bool:
        if _is_young(project) and _is_trusted(report.observer.user):
            return True
        reporters = queries.malware_reporters(self.db, project.id)
        return len(reporters) >= ENOUGH and any(map(_is_trusted, reporters))


def _is_young(project: Project) -> bool:
    created = project.created
    return created is not None and datetime.now(UTC) - created < YOUNG


def _is_trusted(user: User | None) -> bool:
    return user is not None and (user.is_observer or user.is_superuser)
