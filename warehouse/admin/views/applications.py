"""Applications for organizations: reading, asking, deciding."""

from functools import cached_property, partial
from typing import Any

from pyramid.view import view_config, view_defaults

from warehouse.admin.views.actions import ActionForm, Offer, action, offered
from warehouse.admin.views.base import AdminView
from warehouse.admin.views.deciding import Asking, Decision, Declining, Noting
from warehouse.http import Request
from warehouse.http.keys import found_by_key
from warehouse.organizations import queries
from warehouse.organizations.models import OrganizationApplication
from warehouse.organizations.services import ApplicationService
from warehouse.security import Permission

_WRITE = Permission.ADMIN_ORGANIZATIONS_WRITE
_OFFERS = (
    Offer("admin.application.approve", "Approve", _WRITE),
    Offer("admin.application.decline", "Decline", _WRITE),
    Offer("admin.application.defer", "Defer", _WRITE),
    Offer("admin.application.ask", "Ask", _WRITE),
)
_NOTE = Offer("admin.application.note", "Note", _WRITE)


class OfApplication:
    """What is about the application that the URL names."""

    request: Request
    section = "admin.organization_applications"
    kind, place = "organization application", "admin.application"

    @cached_property
    def application(self) -> OrganizationApplication:
        """Return the application; raises `HTTPNotFound`."""
        return found_by_key(
            self.request,
            partial(queries.application_by_id, self.request.db),
            "There is no such application.",
        )

    @property
    def service(self) -> ApplicationService:
        """Return the service that decides."""
        return self.request.service(ApplicationService)


@view_defaults(permission=Permission.ADMIN_ORGANIZATIONS_READ, uses_session=True)
class ApplicationView(OfApplication, AdminView):
    """The page about one application."""

    @view_config(route_name="admin.application", renderer="admin/application.html")
    def show(self) -> dict[str, Any]:
        """Show what is asked for, by whom, what was said, and who else wants the name."""
        application, db = self.application, self.request.db
        others = queries.applications_for(db, application.normalized_name)
        offers = (*_OFFERS, _NOTE) if application.status.is_open else (_NOTE,)
        return self.page(
            application=application,
            others=[each for each in others if each.id != application.id],
            taken=queries.organization_named(db, application.name),
            theirs=queries.organizations_of(db, application.submitted_by_id),
            actions=offered(self.request, offers, id=application.id),
        )


class OrganizationDecision(OfApplication, Decision):
    """The base of decisions about an organization."""

    @property
    def following(self) -> OrganizationApplication | None:
        """Return the application that waits longest, or None."""
        return queries.next_application(self.request.db)


@action("admin.application.approve", _WRITE)
class Approve(OrganizationDecision):
    """Make the organization."""

    name, title = "application.approve", "Approve"
    effect = (
        "The organization is made, and the applicant owns it. Others who want its name are "
        "declined and told."
    )

    def act(self, form: Any) -> str:
        """Make it."""
        self.service.approve(
            self.application, message=form.message.data or "", actor=self.request.actor
        )
        return f"The organization {self.application.name} is made."


@action("admin.application.decline", _WRITE)
class Decline(OrganizationDecision, Declining):
    """Make no organization."""

    name = "application.decline"
    effect = "The applicant is told. The application is deleted after 30 days."


@action("admin.application.defer", _WRITE)
class Defer(OrganizationDecision):
    """Decide later."""

    name, title, form_class = "application.defer", "Defer", ActionForm
    effect = "Nobody is told. It leaves the queue, and can be decided at any time."

    def act(self, form: Any) -> str:
        """Put it off."""
        self.service.defer(self.application)
        return f"The application for {self.application.name} is put off."


@action("admin.application.ask", _WRITE)
class Ask(OrganizationDecision, Asking):
    """Ask the applicant something."""

    name = "application.ask"


@action("admin.application.note", _WRITE)
class Note(OfApplication, Noting):
    """Say something to other staff."""

    name = "application.note"
