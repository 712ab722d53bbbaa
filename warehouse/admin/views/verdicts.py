"""What staff decide about reports of malware: about one, or about all of a project."""

from collections.abc import Iterable
from typing import Any, ClassVar, cast
from uuid import UUID, uuid4

from wtforms import StringField

from warehouse.admin.forms import ActionForm, MalwareNoticeForm, VersionsForm
from warehouse.admin.views.actions import (
    ActionOnProject,
    ActionRefused,
    action,
    confirming,
    notice_of,
    tell,
)
from warehouse.admin.views.reports import AboutReports, OfProjectReports, OfReport
from warehouse.events.staff import LogEntry, State
from warehouse.observations import queries
from warehouse.observations.errors import ObservationError
from warehouse.observations.services import VerdictService
from warehouse.packaging.errors import StatusUnchanged
from warehouse.packaging.models import Project
from warehouse.packaging.services import LifecycleService
from warehouse.security import Permission

_CONFIRM = "confirm_project_name"

Changed = tuple[UUID, str, State]
"""A release: its id, its name, and its state before."""


class RemoveReleasesForm(VersionsForm):
    """Which releases, and the name of their project once more."""

    confirm_project_name = StringField("Type the name of the project")


class Verdict(AboutReports, ActionOnProject):
    """The base of verdicts; a subclass also says which reports they are about."""

    @property
    def subject(self) -> tuple[str, str, str]:
        """Return the project, which may be gone."""
        key = "" if self.project is None else str(self.project.id)
        return "project", key, self.project_name

    notice_form = MalwareNoticeForm

    @property
    def after(self) -> str:
        """Return the next report, or the queue if there is none."""
        following = queries.next_open_report(self.request.db, self.reports[0])
        if following is None:
            return str(self.request.route_path("admin.malware_reports"))
        return str(self.request.route_path("admin.malware_report", id=following.id))

    def state(self) -> State:
        """Return the status of the project, and how many of its reports are open."""
        found = queries.reports_named(self.request.db, self.project_name)
        project = next((each.project for each in found if each.project), None)
        return {
            "status": "gone" if project is None else project.status,
            "open_reports": sum(each.is_open for each in found),
        }

    @property
    def verdicts(self) -> VerdictService:
        """Return the service that does what is decided."""
        return self.request.service(VerdictService)

    @property
    def existing_project(self) -> Project:
        """Return the project; raises `ActionRefused` if it is gone."""
        if self.project is None:
            raise ActionRefused(f"The project {self.project_name} is gone already.")
        return self.project

    def people(self) -> str:
        """Say whose accounts are frozen."""
        found = [] if self.project is None else self.project.users
        names = [each.username for each in found if not each.is_superuser]
        return f"Accounts that are frozen: {', '.join(names) or 'none'}."


class NotMalware(Verdict):
    """Close reports as mistaken."""

    name, title = "report.not_malware", "Not malware"

    def effects(self) -> list[str]:
        """Say what is closed, and what is not lifted."""
        return [
            f"Reports that are closed: {len(self.reports)}.",
            "A quarantine is not lifted by this: clear it on the page of the project.",
        ]

    def act(self, form: Any) -> str:
        """Close the reports."""
        self.verdicts.not_malware(
            self.reports, reason=form.reason.data, actor=self.request.actor
        )
        return f"{self.project_name} is not malware."


class Quarantine(Verdict):
    """Hide the whole project."""

    name, title, is_danger = "report.quarantine", "Quarantine the project", True
    tells_owners, log_entry = True, LogEntry.QUARANTINED

    def effects(self) -> list[str]:
        """Say what is hidden, and who is frozen."""
        return [
            "The project and all its files are gone from every page and API.",
            self.people(),
            "The report stays open. The quarantine can be cleared, the accounts unfrozen.",
        ]

    def act(self, form: Any) -> str:
        """Hide the project."""
        lifecycle = self.request.service(LifecycleService)
        try:
            lifecycle.quarantine(self.existing_project, actor=self.request.actor)
        except StatusUnchanged as error:
            raise ActionRefused(f"Nothing was changed: {error} already.") from error
        return f"{self.project_name} is in quarantine."


class RemoveMalware(Verdict):
    """Delete the project for good."""

    name, title, is_danger = "report.remove_malware", "Remove the project", True
    tells_owners = True
    form_class = confirming(_CONFIRM, "Type the name of the project")
    confirms = _CONFIRM

    def effects(self) -> list[str]:
        """Say what goes, who is frozen, and that the name is prohibited."""
        if self.project is None:
            return ["The project is gone already: the reports are confirmed and closed."]
        return [
            f"Releases that are deleted for good: {len(self.project.releases)}.",
            "The name is prohibited, and can be taken by nobody.",
            self.people(),
            "Every report about the project is closed.",
            "Its owners get mail, with what you write for them.",
        ]

    def act(self, form: Any) -> str:
        """Remove the project; the public log has nothing if it is gone already."""
        self.log_entry = None if self.project is None else LogEntry.REMOVED
        self.verdicts.remove_malware(
            self.reports, reason=form.reason.data, actor=self.request.actor
        )
        return f"{self.project_name} is removed."


@action("admin.malware_report.not_malware", Permission.ADMIN_OBSERVATIONS_WRITE)
class ReportIsWrong(OfReport, NotMalware):
    """Close one report as mistaken."""


@action("admin.malware_report.quarantine", Permission.ADMIN_OBSERVATIONS_WRITE)
class QuarantineReported(OfReport, Quarantine):
    """Hide the project of a report."""


@action("admin.malware_report.remove", Permission.ADMIN_MALWARE_REMOVE, reauth=True)
class RemoveReported(OfReport, RemoveMalware):
    """Delete the project of a report."""


@action("admin.project.reports.not_malware", Permission.ADMIN_OBSERVATIONS_WRITE)
class ReportsAreWrong(OfProjectReports, NotMalware):
    """Close all reports about a project as mistaken."""

    name = "reports.not_malware"


@action("admin.project.reports.quarantine", Permission.ADMIN_OBSERVATIONS_WRITE)
class QuarantineProject(OfProjectReports, Quarantine):
    """Hide a project that was reported."""

    name = "reports.quarantine"


@action("admin.project.reports.remove", Permission.ADMIN_MALWARE_REMOVE, reauth=True)
class RemoveProject(OfProjectReports, RemoveMalware):
    """Delete a project that was reported."""

    name = "reports.remove_malware"


@action("admin.project.reports.removed", Permission.ADMIN_OBSERVATIONS_WRITE)
class ReleasesWereRemoved(OfProjectReports, Verdict):
    """Note that the releases in question were removed; nothing else."""

    name, title = "report.releases_removed", "Releases were removed"

    def effects(self) -> list[str]:
        """Say that it is bookkeeping."""
        return [
            f"Reports that are closed: {len(self.reports)}.",
            "Nothing is removed by this: it notes what was removed already.",
        ]

    def act(self, form: Any) -> str:
        """Note it."""
        self.verdicts.releases_removed(
            self.reports, reason=form.reason.data, actor=self.request.actor
        )
        return f"The reports about {self.project_name} are closed."


class OnReleases(OfReport, Verdict):
    """The base of verdicts on some releases of the project of a report."""

    form_class: ClassVar[type[ActionForm]] = VersionsForm
    tells_owners = True

    def record_each(self, form: Any, changed: Iterable[Changed], *, after: State) -> None:
        """Record what was done to each release, and tell the owners once of all."""
        self.batch_id = uuid4()
        notice = notice_of(self, form, self.told_project)
        rows = [
            self.record(form, ("release", str(key), name), before, after, notice)
            for key, name, before in changed
        ]
        tell(self, *rows)

    def chosen(self, form: Any) -> list[Changed]:
        """Return what was chosen of the project, as it is now."""
        return [
            (
                each.id,
                f"{self.project_name} {each.version}",
                {"status": each.lifecycle_status},
            )
            for each in self.existing_project.releases
            if each.version in form.versions.data
        ]

    def make_form(self, data: Any = None) -> ActionForm:
        """Return the form with a box for each release."""
        form = cast(VersionsForm, super().make_form(data))
        releases = [] if self.project is None else self.project.releases
        form.offer([each.version for each in releases])
        return form


@action("admin.malware_report.quarantine_releases", Permission.ADMIN_OBSERVATIONS_WRITE)
class QuarantineReleases(OnReleases):
    """Hide some releases."""

    name, title = "report.quarantine_releases", "Quarantine releases"
    log_entry = LogEntry.QUARANTINED

    def effects(self) -> list[str]:
        """Say what is hidden."""
        return [
            "The chosen releases are gone from every page and API; others stay.",
            "Their owners can change nothing about them. Nobody's account is frozen.",
            "The report stays open.",
        ]

    def act(self, form: Any) -> str:
        """Hide the releases."""
        chosen = self.chosen(form)
        try:
            hidden = self.verdicts.quarantine_releases(
                self.existing_project, form.versions.data, actor=self.request.actor
            )
        except ObservationError as error:
            raise ActionRefused(str(error)) from error
        if not hidden:
            raise ActionRefused("These releases are in quarantine already.")
        keys = {each.id for each in hidden}
        changed = (each for each in chosen if each[0] in keys)
        self.record_each(form, changed, after={"status": hidden[0].lifecycle_status})
        versions = ", ".join(each.version for each in hidden)
        return f"In quarantine: {self.project_name} {versions}."


@action(
    "admin.malware_report.remove_releases", Permission.ADMIN_MALWARE_REMOVE, reauth=True
)
class RemoveReleases(OnReleases):
    """Delete some releases."""

    name, title, is_danger = "report.remove_releases", "Remove releases", True
    log_entry = LogEntry.REMOVED
    form_class = RemoveReleasesForm
    confirms = _CONFIRM

    def effects(self) -> list[str]:
        """Say what goes."""
        return [
            "The chosen releases are deleted with their files, for good.",
            "This report is closed, and every other whose link is about one of them.",
            "Its owners get mail, with what you write for them.",
        ]

    def act(self, form: Any) -> str:
        """Delete the releases."""
        chosen = self.chosen(form)
        try:
            removed = self.verdicts.remove_releases(
                self.report,
                form.versions.data,
                reason=form.reason.data,
                actor=self.request.actor,
            )
        except ObservationError as error:
            raise ActionRefused(str(error)) from error
        self.record_each(form, chosen, after={"status": "gone"})
        return f"Removed: {self.project_name} {', '.join(removed)}."
