"""Deciding about reports of malware."""

import time
from collections.abc import Iterable, Sequence

from sqlalchemy.orm import Session

from warehouse.observations import queries
from warehouse.observations.errors import ProjectGone, VersionsUnknown
from warehouse.observations.models import (
    ObservationKind,
    ProjectObservation,
    VerdictKind,
)
from warehouse.observations.services.observations import ObservationService
from warehouse.observations.signals import VerdictGiven
from warehouse.packaging.models import Project, Release
from warehouse.packaging.models.lifecycle import is_in_quarantine
from warehouse.packaging.services import LifecycleService, ReleaseService
from warehouse.security import Actor
from warehouse.signals import Announce

Reports = Sequence[ProjectObservation]


class VerdictService:
    """Does what staff decide about reports, and notes it in those."""

    def __init__(
        self,
        db: Session,
        announce: Announce,
        *,
        observations: ObservationService,
        lifecycle: LifecycleService,
        releases: ReleaseService,
    ) -> None:
        self.db, self.announce = db, announce
        self.observations = observations
        self.lifecycle, self.releases = lifecycle, releases

    def not_malware(self, reports: Reports, *, reason: str, actor: Actor) -> None:
        """Close reports as mistaken; a quarantine is not lifted by that."""
        self.note(reports, VerdictKind.NOT_MALWARE, reason=reason, actor=actor)

    def quarantine_releases(
        self, project: Project, versions: Iterable[str], *, actor: Actor
    ) -> list[Release]:
        """Hide releases, and leave reports open; raises `VersionsUnknown`."""
        wanted = self._releases(project, versions)
        found = [each for each in wanted if not is_in_quarantine(each)]
        for release in found:
            self.lifecycle.quarantine_release(release, actor=actor)
        return found

    def remove_malware(self, reports: Reports, *, reason: str, actor: Actor) -> None:
        """Delete the project of some reports, prohibit its name, freeze its people.

        Where it is gone already, the reports are confirmed.
        """
        project = next((each.project for each in reports if each.project), None)
        if project is None:
            self.note(reports, VerdictKind.CONFIRM_MALWARE, reason=reason, actor=actor)
            return
        everyone = queries.reports_about(self.db, project.id)
        self.note(everyone, VerdictKind.REMOVE_MALWARE, reason=reason, actor=actor)
        self._freeze_people(project, actor)
        self.lifecycle.prohibit(
            project.name, because=ObservationKind.IS_MALWARE, comment=reason, actor=actor
        )
        self.lifecycle.delete(project, actor=actor)

    def remove_releases(
        self,
        report: ProjectObservation,
        versions: Iterable[str],
        *,
        reason: str,
        actor: Actor,
    ) -> list[str]:
        """Delete releases that a report is about, and close those about the same ones.

        Raises `ProjectGone` or `VersionsUnknown`.
        """
        project = report.project
        if project is None:
            raise ProjectGone(report.related_name)
        found = self._releases(project, versions)
        removed = [each.version for each in found]
        for release in found:
            self.releases.remove(release, reason=reason, actor=actor)
        same = [
            each
            for each in queries.reports_about(self.db, project.id)
            if each.id == report.id or (each.is_open and _mentions(each, removed))
        ]
        self.note(same, VerdictKind.REMOVE_RELEASE, reason=reason, actor=actor)
        return removed

    def releases_removed(self, reports: Reports, *, reason: str, actor: Actor) -> None:
        """Note in reports that what they are about was removed; remove nothing."""
        self.note(reports, VerdictKind.REMOVE_RELEASE, reason=reason, actor=actor)

    def note(
        self, reports: Reports, verdict: VerdictKind, *, reason: str, actor: Actor
    ) -> None:
        """Append what was decided to each report, by the second."""
        for report in queries.locked(self.db, reports):
            moment = int(time.time())
            while str(moment) in report.actions:
                moment += 1
            report.actions = {
                **report.actions,
                str(moment): {
                    "action": verdict.value,
                    "actor": actor.name,
                    "created_at": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(moment)),
                    "reason": reason,
                },
            }
            self.db.flush()
            self.announce(VerdictGiven(report, verdict.value, actor))

    def _releases(self, project: Project, versions: Iterable[str]) -> list[Release]:
        wanted = list(versions)
        found = [each for each in project.releases if each.version in wanted]
        if not found:
            raise VersionsUnknown(project.name, wanted)
        return found

    def _freeze_people(self, project: Project, actor: Actor) -> None:
        summary = f"Had a role in {project.name}, which was removed as malware."
        for user in self.lifecycle.freeze_people(project, actor=actor):
            self.observations.observe(
                user,
                ObservationKind.ACCOUNT_ABUSE,
                summary,
                payload={"origin": "admin", "project": project.name},
                actor=actor,
            )


def _mentions(report: ProjectObservation, versions: list[str]) -> bool:
    """Return whether the link of a report leads into one of these versions."""
    parts = str(report.payload.get("inspector_url", "")).split("/")
    return any(version in parts for version in versions)
