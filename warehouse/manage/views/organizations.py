"""One's own organizations, and applying for another."""

from functools import partial
from typing import Any

from pyramid.httpexceptions import HTTPNotFound, HTTPSeeOther
from pyramid.response import Response
from pyramid.view import view_config, view_defaults

from warehouse.http import Request
from warehouse.http.frames import frame
from warehouse.http.keys import found_by_key
from warehouse.i18n import _
from warehouse.manage.organization_forms import AnswerForm, ApplicationForm
from warehouse.organizations import errors, queries
from warehouse.organizations.explanations import explain
from warehouse.organizations.models import (
    ApplicationStatus,
    MembershipSize,
    MessageKind,
    OrganizationApplication,
    OrganizationType,
)
from warehouse.organizations.services import ApplicationService, Profile
from warehouse.organizations.services.applications import MOST_OPEN, Wanted
from warehouse.security import Permission


class OrganizationsView:
    """The base of these views."""

    def __init__(self, request: Request) -> None:
        self.request = request
        self.user = request.identity.user
        self.service = request.service(ApplicationService)

    def page(self, **values: Any) -> dict[str, Any]:
        """Return the values of a template."""
        return {
            **frame(self.request),
            "problem": None,
            **values,
        }


@view_defaults(permission=Permission.ACCOUNT_MANAGE, uses_session=True)
class OwnOrganizationsView(OrganizationsView):
    """The list, and the form of an application."""

    @view_config(
        route_name="manage.organizations",
        renderer="manage/organizations.html",
        request_method=("GET", "HEAD"),
    )
    def show(self) -> dict[str, Any]:
        """Show one's organizations, and how far one's applications are."""
        db = self.request.db
        applications = queries.applications_of(db, self.user.id)
        waiting = [each for each in applications if each.status.is_open]
        return self.page(
            roles=queries.organizations_of(db, self.user.id),
            invitations=queries.organizations_inviting(db, self.user.id),
            applications=applications,
            can_apply=len(waiting) < MOST_OPEN,
        )

    @view_config(
        route_name="manage.organizations.apply",
        renderer="manage/organization_apply.html",
        request_method=("GET", "HEAD"),
    )
    def ask(self) -> dict[str, Any]:
        """Show the form."""
        return self.page(form=ApplicationForm())

    @view_config(
        route_name="manage.organizations.apply",
        renderer="manage/organization_apply.html",
        request_method="POST",
        methods=("POST",),
    )
    def submit(self) -> dict[str, Any] | Response:
        """Send an application, or say what is wrong with it."""
        form: Any = ApplicationForm(self.request.POST)
        if not form.validate():
            return self.page(form=form)
        wanted = Wanted(
            name=form.name.data,
            profile=Profile(
                display_name=form.display_name.data,
                orgtype=OrganizationType(form.orgtype.data),
                link_url=form.link_url.data,
                description=form.description.data,
            ),
            membership_size=MembershipSize(form.membership_size.data),
            usage=form.usage.data,
        )
        try:
            self.service.submit(self.user, wanted, actor=self.request.actor)
        except errors.OrganizationError as error:
            self.request.db.rollback()
            form.name.errors = [explain(error)]
            return self.page(form=form)
        self.request.session.flash(_("Your application is sent. You are told by mail."))
        return HTTPSeeOther(self.request.route_path("manage.organizations"))


@view_defaults(
    route_name="manage.application",
    renderer="manage/application.html",
    permission=Permission.ACCOUNT_MANAGE,
    uses_session=True,
)
class ApplicationView(OrganizationsView):
    """One's application: what staff asked, and the answers."""

    @view_config(request_method=("GET", "HEAD"))
    def show(self) -> dict[str, Any]:
        """Show how far it is."""
        return self._page(AnswerForm())

    @view_config(request_method="POST", methods=("POST",))
    def answer(self) -> dict[str, Any] | Response:
        """Answer what staff asked."""
        application, form = self._application(), AnswerForm(self.request.POST)
        if not form.validate():
            return self._page(form)
        try:
            self.service.answer(
                application, form.response.data or "", actor=self.request.actor
            )
        except errors.OrganizationError as error:
            self.request.db.rollback()
            return self._page(form, problem=explain(error))
        self.request.session.flash(_("Your answer is sent."))
        path = self.request.route_path("manage.application", id=application.id)
        return HTTPSeeOther(path)

    def _page(self, form: AnswerForm, **values: Any) -> dict[str, Any]:
        application = self._application()
        said = [each for each in application.messages if each.kind != MessageKind.NOTE]
        is_asked = application.status is ApplicationStatus.MORE_INFORMATION_NEEDED
        return self.page(
            application=application, said=said, is_asked=is_asked, form=form, **values
        )

    def _application(self) -> OrganizationApplication:
        find = partial(queries.application_by_id, self.request.db)
        found = found_by_key(self.request, find)
        if found.submitted_by_id != self.user.id:
            raise HTTPNotFound
        return found
