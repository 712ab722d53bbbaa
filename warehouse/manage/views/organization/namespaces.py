"""The namespaces of an organization: those it has, and asking for others (PEP 752)."""

from functools import cached_property, partial
from typing import Any

from pyramid.httpexceptions import HTTPNotFound, HTTPSeeOther
from pyramid.response import Response
from pyramid.view import view_config, view_defaults
from wtforms import Form

from warehouse.accounts.errors import TooManyRequests
from warehouse.accounts.explanations import explain as explain_account
from warehouse.http import Request
from warehouse.http.keys import found_by_key
from warehouse.i18n import Message, _
from warehouse.manage.organization_forms import AnswerForm, NamespaceForm
from warehouse.manage.views.actions import ActionRefused
from warehouse.manage.views.organization.base import (
    OrganizationAction,
    OrganizationView,
    organization_action,
)
from warehouse.namespaces import queries
from warehouse.namespaces.models import Namespace, NamespaceApplication
from warehouse.namespaces.services import NamespaceApplicationService, NamespaceService
from warehouse.organizations.errors import OrganizationError
from warehouse.organizations.explanations import explain
from warehouse.organizations.models import (
    ApplicationStatus,
    MessageKind,
    Organization,
)
from warehouse.organizations.resources import OrganizationResource
from warehouse.security import Permission

_NAMESPACES = "manage.organization.namespaces"


@view_defaults(
    context=OrganizationResource,
    permission=Permission.ORGANIZATION_WRITE,
    uses_session=True,
    requires_reauth=True,
    request_method=("GET", "HEAD"),
)
class NamespacesView(OrganizationView):
    """The namespaces that an organization has, and those it asks for."""

    section = _NAMESPACES

    @view_config(route_name=_NAMESPACES, renderer="manage/organization/namespaces.html")
    def show(self) -> dict[str, Any]:
        """List them."""
        db = self.request.db
        return self.page(
            namespaces=queries.namespaces_of(db, self.organization),
            applications=queries.namespace_applications_of(db, self.organization),
            may_ask=self.request.settings.accounts.namespaces != "off",
        )


@organization_action(f"{_NAMESPACES}.new")
class AskForNamespace(OrganizationAction):
    """Ask for a namespace."""

    section, form_class = _NAMESPACES, NamespaceForm

    @property
    def title(self) -> Message:
        """Return what is done."""
        return _("Ask for a namespace")

    @property
    def labels(self) -> dict[str, Message]:
        """Return the words of each field."""
        return {"name": _("Namespace"), "reason": _("What you need it for")}

    def make_form(self, data: Any = None) -> Form:
        """Return the form; raises `HTTPNotFound` where staff alone grant."""
        if self.request.settings.accounts.namespaces == "off":
            raise HTTPNotFound
        return super().make_form(data)

    def effects(self) -> list[str]:
        """Say what a namespace is, and who decides."""
        decided = _("The administrators decide, and the owners are told by mail.")
        if self.request.settings.accounts.namespaces == "open":
            decided = _(
                "You have it at once, unless others have projects in it: then the "
                "administrators decide, and the owners are told by mail."
            )
        return [
            _("The namespace foo covers foo itself, and every name that begins with foo-."),
            _("Only the owners and managers of the organization make new projects in it."),
            _("Projects of others that are in it already go on as they are."),
            decided,
        ]

    def act(self, form: Any) -> Message:
        """Ask for it; raises `ActionRefused` after too many questions."""
        service = self.request.service(NamespaceApplicationService)
        try:
            made = service.apply(
                self.organization,
                form.name.data,
                reason=form.reason.data,
                by=self.user,
                actor=self.request.actor,
            )
        except TooManyRequests as error:
            raise ActionRefused(" ".join(explain_account(error))) from error
        name = {"name": made.name}
        if made.status is ApplicationStatus.APPROVED:
            return _("${name} is a namespace of the organization now.", mapping=name)
        return _("The administrators are asked for ${name}.", mapping=name)


@organization_action(f"{_NAMESPACES}.remove")
class GiveBack(OrganizationAction):
    """Give a namespace back."""

    section, is_danger = _NAMESPACES, True

    @cached_property
    def namespace(self) -> Namespace:
        """Return what the address names of this organization; raises `HTTPNotFound`."""
        find = partial(queries.namespace_of, self.request.db, self.organization)
        said = _("The organization does not have that namespace any more.")
        return found_by_key(self.request, find, said)

    @property
    def title(self) -> Message:
        """Return what is done."""
        return _("Give the namespace ${name} back").with_values(name=self.namespace.name)

    def effects(self) -> list[str]:
        """Say what it means."""
        return [
            _("Anybody can make projects in it from then on, and others can ask for it."),
            _("The projects of the organization stay."),
        ]

    def act(self, form: Any) -> Message:
        """Give it back."""
        name = self.namespace.name
        service = self.request.service(NamespaceService)
        service.remove(self.organization, name, actor=self.request.actor)
        return _("${name} is no namespace of the organization any more.").with_values(
            name=name
        )


class OfApplication:
    """What is about the application that the URL names."""

    request: Request
    organization: Organization

    @cached_property
    def application(self) -> NamespaceApplication:
        """Return the application; raises `HTTPNotFound`."""
        find = partial(queries.namespace_application_of, self.request.db, self.organization)
        return found_by_key(self.request, find, _("There is no such application."))


@organization_action(f"{_NAMESPACES}.withdraw")
class Withdraw(OfApplication, OrganizationAction):
    """Take an application back."""

    section, is_danger = _NAMESPACES, True

    @property
    def title(self) -> Message:
        """Return what is done."""
        name = self.application.name
        return _("Take the application for ${name} back").with_values(name=name)

    def act(self, form: Any) -> Message:
        """Take it back."""
        name = self.application.name
        service = self.request.service(NamespaceApplicationService)
        service.withdraw(self.application, actor=self.request.actor)
        return _("The application for ${name} is taken back.").with_values(name=name)


@view_defaults(
    route_name=f"{_NAMESPACES}.application",
    context=OrganizationResource,
    permission=Permission.ORGANIZATION_WRITE,
    renderer="manage/organization/namespace.html",
    uses_session=True,
    requires_reauth=True,
)
class ApplicationView(OfApplication, OrganizationView):
    """An application: what staff asked, and the answers."""

    section = _NAMESPACES

    @view_config(request_method=("GET", "HEAD"))
    def show(self) -> dict[str, Any]:
        """Show how far it is."""
        return self._page(AnswerForm())

    @view_config(request_method="POST", methods=("POST",))
    def answer(self) -> dict[str, Any] | Response:
        """Answer what staff asked."""
        form = AnswerForm(self.request.POST)
        if not form.validate():
            return self._page(form)
        service = self.request.service(NamespaceApplicationService)
        try:
            text = form.response.data or ""
            service.answer(self.application, text, actor=self.request.actor)
        except OrganizationError as error:
            self.request.db.rollback()
            return self._page(form, problem=explain(error))
        self.request.session.flash(_("Your answer is sent."))
        return HTTPSeeOther(self.path(f"{_NAMESPACES}.application", id=self.application.id))

    def _page(self, form: AnswerForm, *, problem: str | None = None) -> dict[str, Any]:
        application = self.application
        said = [each for each in application.messages if each.kind != MessageKind.NOTE]
        is_asked = application.status is ApplicationStatus.MORE_INFORMATION_NEEDED
        return self.page(
            application=application,
            said=said,
            is_asked=is_asked,
            form=form,
            problem=problem,
        )
