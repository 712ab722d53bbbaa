"""Reports of malware: the queue, one report, those about a project, and who made them."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

from pyramid.decorator import reify
from pyramid.httpexceptions import HTTPNotFound
from pyramid.view import view_config, view_defaults

from warehouse.admin.views.base import AdminView
from warehouse.http import Request
from warehouse.http.keys import found_by_key
from warehouse.listings.histories import doings_of, history_of_project
from warehouse.observations import queries
from warehouse.observations.models import ProjectObservation
from warehouse.packaging.models import Project
from warehouse.packaging.queries import hidden_projects, hidden_releases
from warehouse.scanning.queries import inspected_files
from warehouse.scanning.similar import similar_to
from warehouse.security import Permission

MOST_FILES, MOST_MARKED = 100, 5
"""Files that a report names, and of which it says what to look at first."""

RECENT = timedelta(hours=48)
"""How far back a report tells what its people did."""

Reports = Sequence[ProjectObservation]

_VERDICTS = (
    ("not_malware", "Not malware", Permission.ADMIN_OBSERVATIONS_WRITE, "1"),
    (
        "quarantine_releases",
        "Quarantine releases",
        Permission.ADMIN_OBSERVATIONS_WRITE,
        "2",
    ),
    ("quarantine", "Quarantine project", Permission.ADMIN_OBSERVATIONS_WRITE, "3"),
    ("remove", "Remove project", Permission.ADMIN_MALWARE_REMOVE, "4"),
    ("remove_releases", "Remove releases", Permission.ADMIN_MALWARE_REMOVE, "5"),
)
"""The verdicts on one report: route, title, permission, and the key that leads there."""

_VERDICTS_ON_ALL = (
    ("not_malware", "None is right", Permission.ADMIN_OBSERVATIONS_WRITE, "1"),
    ("removed", "Releases were removed", Permission.ADMIN_OBSERVATIONS_WRITE, "2"),
    ("quarantine", "Quarantine project", Permission.ADMIN_OBSERVATIONS_WRITE, "3"),
    ("remove", "Remove project", Permission.ADMIN_MALWARE_REMOVE, "4"),
)


class AboutReports:
    """The base of what is about some reports of one project."""

    request: Request
    section = "admin.malware_reports"

    @property
    def reports(self) -> Reports:
        """Return the reports, at least one."""
        raise NotImplementedError

    @property
    def project(self) -> Project | None:
        """Return the project, unless it is gone."""
        return next((each.project for each in self.reports if each.project), None)

    @property
    def project_name(self) -> str:
        """Return the name of the project, even if it is gone."""
        return self.reports[0].related_name


class OfReport(AboutReports):
    """What is about the report that the URL names."""

    @reify
    def report(self) -> ProjectObservation:
        """Return the report; raises `HTTPNotFound`."""
        return found_by_key(
            self.request,
            partial(queries.project_observation, self.request.db),
            "There is no such report.",
        )

    @property
    def reports(self) -> Reports:
        """Return the report, as the only one."""
        return [self.report]

    @property
    def back(self) -> str:
        """Return the page about the report."""
        return str(self.request.route_path("admin.malware_report", id=self.report.id))


class OfProjectReports(AboutReports):
    """What is about the open reports of the project that the URL names."""

    @reify
    def _reports(self) -> Reports:
        found = queries.reports_named(self.request.db, self.request.matchdict["name"])
        if not found:
            raise HTTPNotFound("Nobody reported such a project.")
        return [each for each in found if each.is_open] or found

    @property
    def reports(self) -> Reports:
        """Return the open reports, or all if none is open; raises `HTTPNotFound`."""
        found: Reports = self._reports
        return found

    @property
    def back(self) -> str:
        """Return the page about these reports."""
        name = self.request.matchdict["name"]
        return str(self.request.route_path("admin.project.reports", name=name))


@view_defaults(permission=Permission.ADMIN_OBSERVATIONS_READ, uses_session=True)
class ReportsView(AdminView):
    """The pages that are about no report in particular."""

    section = "admin.malware_reports"

    @view_config(route_name="admin.malware_reports", renderer="admin/reports.html")
    def queue(self) -> dict[str, Any]:
        """Show the projects with open reports, the oldest report first."""
        return self.page(
            rows=queries.open_reports(self.request.db),
            open_reports=queries.count_open(self.request.db),
        )

    @view_config(route_name="admin.quarantine", renderer="admin/quarantine.html")
    def quarantine(self) -> dict[str, Any]:
        """Show what is in quarantine, the longest first."""
        self.section = "admin.quarantine"
        return self.page(
            projects=hidden_projects(self.request.db),
            releases=hidden_releases(self.request.db),
        )

    @view_config(route_name="admin.reputation", renderer="admin/reputation.html")
    def reputation(self) -> dict[str, Any]:
        """Show how right everybody's reports were."""
        self.section = "admin.reputation"
        return self.page(rows=queries.reputations(self.request.db), windows=queries.WINDOWS)


@view_defaults(permission=Permission.ADMIN_OBSERVATIONS_READ, uses_session=True)
class ReportView(OfReport, AdminView):
    """The page about one report."""

    @view_config(route_name="admin.malware_report", renderer="admin/report.html")
    def show(self) -> dict[str, Any]:
        """Show the report, its project, its people, and the possible verdicts."""
        db, report, project = self.request.db, self.report, self.project
        reports = queries.reports_named(db, report.related_name)
        return self.page(
            report=report,
            project=project,
            others=[each for each in reports if each.id != report.id],
            tally=queries.tally_of(db, report.observer_id),
            following=queries.next_open_report(db, report),
            verdicts=verdicts_on(self.request, report),
            **({} if project is None else _workbench(db, project)),
        )


@view_defaults(permission=Permission.ADMIN_OBSERVATIONS_READ, uses_session=True)
class ProjectReportsView(OfProjectReports, AdminView):
    """The page about all reports of a project."""

    @view_config(route_name="admin.project.reports", renderer="admin/project_reports.html")
    def show(self) -> dict[str, Any]:
        """Show the reports, and the possible verdicts on all that are open."""
        return self.page(
            project=self.project,
            project_name=self.project_name,
            reports=queries.reports_named(self.request.db, self.project_name),
            verdicts=[
                (self._url(verb), title, key)
                for verb, title, key in _offered(self.request, _VERDICTS_ON_ALL)
            ],
        )

    def _url(self, verb: str) -> str:
        name = self.request.matchdict["name"]
        return str(self.request.route_path(f"admin.project.reports.{verb}", name=name))


def _workbench(db: Any, project: Project) -> dict[str, Any]:
    """Return what helps to decide about a project: its files, people and relatives."""
    files = inspected_files(db, project, limit=MOST_FILES)
    marked = [
        (file, assessment)
        for file, assessment in files
        if assessment and assessment.members
    ]
    people = project.users
    since = datetime.now(UTC) - RECENT
    return {
        "files": files,
        "marked": sorted(marked, key=lambda each: -each[1].members[0].score)[:MOST_MARKED],
        "people": people,
        "doings": doings_of(db, people, since=since) if people else [],
        "similar": similar_to(db, project),
        "stream": history_of_project(db, project),
    }


def verdicts_on(request: Request, report: ProjectObservation) -> list[tuple[str, str, str]]:
    """Return the address, the title and the key of the verdicts on one report."""
    return [
        (
            str(request.route_path(f"admin.malware_report.{verb}", id=report.id)),
            *(title, key),
        )
        for verb, title, key in _offered(request, _VERDICTS)
    ]


def _offered(request: Request, verdicts: Any) -> list[tuple[str, str, str]]:
    """Return the route, the title and the key of the verdicts that one may give."""
    return [
        (name, title, key)
        for name, title, permission, key in verdicts
        if request.has_permission(permission)
    ]
