"""Reporting a project as malware."""

from typing import Any

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.response import Response
from pyramid.view import view_config, view_defaults

from warehouse.http import Request
from warehouse.http.limits import too_many
from warehouse.i18n import _
from warehouse.observations.models import ObservationKind
from warehouse.observations.services import ObservationService
from warehouse.packaging.resources import ProjectResource
from warehouse.pages.forms import ReportForm
from warehouse.rate_limiting import LimitReached, RateLimiter, charges
from warehouse.security import Permission


@view_defaults(
    route_name="pages.project.report",
    context=ProjectResource,
    permission=Permission.PROJECT_REPORT,
    renderer="pages/report.html",
    uses_session=True,
)
class ReportViews:
    """The form with which anybody who is signed in reports a project."""

    def __init__(self, context: ProjectResource, request: Request) -> None:
        self.request, self.project = request, context.project

    @view_config(request_method=("GET", "HEAD"))
    def show(self) -> dict[str, Any]:
        """Show the form, filled with what the address says."""
        return self._page(self._form(self.request.GET))

    @view_config(request_method="POST", methods=("POST",))
    def submit(self) -> dict[str, Any] | Response:
        """Store the report, and go back to the project."""
        form = self._form(self.request.POST)
        if not form.validate():
            return self._page(form)
        try:
            self._count()
        except LimitReached as error:
            too_many(self.request, error.seconds)
            said = _("You have reported a lot. Wait before you report more.")
            form.summary.errors = [said]
            return self._page(form)
        self._store(form)
        self.request.session.flash(_("Thank you. The operators look at your report."))
        url = self.request.route_path("pages.project", name=self.project.name)
        return HTTPSeeOther(url)

    def _form(self, given: Any) -> ReportForm:
        return ReportForm(given, base=self.request.settings.staff.inspector_url)

    def _count(self) -> None:
        """Count the report; raises `LimitReached` where one is too many."""
        user = self.request.identity.user
        limits = self.request.settings.staff.reports
        if not user.is_observer:
            key = ("report", "user", str(user.id))
            self.request.service(RateLimiter).take(*charges(limits, *key))

    def _store(self, form: ReportForm) -> None:
        link, summary = form.inspector_link.data or "", form.summary.data or ""
        self.request.service(ObservationService).observe(
            self.project,
            ObservationKind.IS_MALWARE,
            summary,
            payload={"inspector_url": link, "origin": "web", "summary": summary},
            actor=self.request.actor,
        )

    def _page(self, form: ReportForm) -> dict[str, Any]:
        token = self.request.session.get_csrf_token()
        return {
            "project": self.project,
            "form": form,
            "csrf_token": token,
            "signed_in_as": self.request.identity.user.username,
        }
