"""One's own organizations, and applying for another."""

from functools import partial
from typing import Any

from pyramid.httpexceptions import HTTPNotFound, HTTPSeeOther
from pyramid.response import Response
from pyramid.view import view_config, view_defaults

from warehouse.accounts.errors import TooManyRequests
from warehouse.accounts.explanations import explain as explain_account
from warehouse.http import Request
from warehouse.http.frames import frame
from warehouse.http.keys import found_by_key
from warehouse.i18n import _
from warehouse.manage.organization_forms import AnswerForm, ApplicationForm, FoundingForm
from warehouse.organizations import errors, queries
from warehouse.organizations.explanations import ROLE_WORDS, explain
from warehouse.organizations.models import (
    ApplicationStatus,
    MembershipSize,
    MessageKind,
    OrganizationApplication,
    OrganizationType,
)
from warehouse.organizations.services import ApplicationService, FoundingService, Profile
from warehouse.organizations.services.applications import MOST_OPEN, Wanted
from warehouse.security import Permission


class OrganizationsView:
    """The base of these views."""

    def __init__(self, request: Request) -> None:
        self.request = request
        self.user = request.identity.user
        self.service = request.service(ApplicationService)
        self.is_open = request.settings.accounts.organizations == "open"

    def page(self, **values: Any) -> dict[str, Any]:
        """Return the values of a template."""
        return {
            **frame(self.request),
            "problem": None,
            "is_open": self.is_open,
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
            role_words=ROLE_WORDS,
            invitations=queries.organizations_inviting(db, self.user.id),
            applications=applications,
            can_apply=self.is_open or len(waiting) < MOST_OPEN,
        )

    @view_config(
        route_name="manage.organizations.apply",
        renderer="manage/organization_apply.html",
        request_method=("GET", "HEAD"),
    )
    def ask(self) -> dict[str, Any]:
        """Show the form."""
        return self.page(form=self._form_class())

    @view_config(
        route_name="manage.organizations.apply",
        renderer="manage/organization_apply.html",
        request_method="POST",
        methods=("POST",),
    )
    def submit(self) -> dict[str, Any] | Response:
        """Send an application or make the organization, or say what is wrong."""
        form: Any = self._form_class(self.request.POST)
        if not form.validate():
            return self.page(form=form)
        try:
            return self._made(form) if self.is_open else self._sent(form)
        except errors.OrganizationError as error:
            return self._refused(form, explain(error))
        except TooManyRequests as error:
            return self._refused(form, *explain_account(error))

    @property
    def _form_class(self) -> type[FoundingForm]:
        return FoundingForm if self.is_open else ApplicationForm

    def _refused(self, form: Any, *problems: str) -> dict[str, Any]:
        self.request.db.rollback()
        form.name.errors = list(problems)
        return self.page(form=form)

    def _made(self, form: Any) -> Response:
        made = self.request.service(FoundingService).found(
            form.name.data,
            _profile(form),
            owner=self.user,
            actor=self.request.actor,
        )
        name = {"organization": made.display_name}
        self.request.session.flash(_("${organization} is made.", mapping=name))
        path = self.request.route_path("manage.organization", name=made.normalized_name)
        return HTTPSeeOther(path)

    def _sent(self, form: Any) -> Response:
        wanted = Wanted(
            name=form.name.data,
            profile=_profile(form),
            membership_size=MembershipSize(form.membership_size.data),
            usage=form.usage.data,
        )
        self.service.submit(self.user, wanted, actor=self.request.actor)
        self.request.session.flash(_("Your application is sent. You are told by mail."))
        return HTTPSeeOther(self.request.route_path("manage.organizations"))


def _profile(form: Any) -> Profile:
    return Profile(
        display_name=form.display_name.data,
        orgtype=OrganizationType(form.orgtype.data),
        link_url=form.link_url.data,
        description=form.description.data,
    )


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
