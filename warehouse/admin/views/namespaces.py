"""Namespaces: applications of organizations, and taking grants back."""

from functools import cached_property, partial
from typing import Any

from pyramid.view import view_config, view_defaults
from wtforms import TextAreaField
from wtforms.validators import Length

from warehouse.admin.forms import MOST_MESSAGE
from warehouse.admin.views.actions import Action, ActionForm, Offer, action, offered
from warehouse.admin.views.base import AdminView
from warehouse.admin.views.deciding import (
    Asking,
    Decision,
    Declining,
    Noting,
)
from warehouse.events.staff import State
from warehouse.http import Request
from warehouse.http.keys import found_by_key
from warehouse.namespaces import queries
from warehouse.namespaces.models import Namespace, NamespaceApplication
from warehouse.namespaces.services import NamespaceApplicationService, NamespaceService
from warehouse.packaging.queries import projects_of_others
from warehouse.security import Permission

_WRITE = Permission.ADMIN_ORGANIZATIONS_WRITE
_ONE = "admin.namespace_application"
_OFFERS = (
    Offer(f"{_ONE}.approve", "Approve", _WRITE),
    Offer(f"{_ONE}.decline", "Decline", _WRITE),
    Offer(f"{_ONE}.ask", "Ask", _WRITE),
)
_NOTE = Offer(f"{_ONE}.note", "Note", _WRITE)
_MOST_SHOWN = 50


class OfApplication:
    """What is about the application that the URL names."""

    request: Request
    section = "admin.namespace_applications"
    kind, place = "namespace application", _ONE

    @cached_property
    def application(self) -> NamespaceApplication:
        """Return the application; raises `HTTPNotFound`."""
        return found_by_key(
            self.request,
            partial(queries.namespace_application_by_id, self.request.db),
            "There is no such application: it was taken back, perhaps.",
        )

    @property
    def service(self) -> NamespaceApplicationService:
        """Return the service that decides."""
        return self.request.service(NamespaceApplicationService)


@view_defaults(permission=Permission.ADMIN_ORGANIZATIONS_READ, uses_session=True)
class ApplicationView(OfApplication, AdminView):
    """The page about one application."""

    @view_config(route_name=_ONE, renderer="admin/namespace_application.html")
    def show(self) -> dict[str, Any]:
        """Show what is asked for, what overlaps it, and who has projects in it."""
        application, db = self.application, self.request.db
        name, owner = application.normalized_name, application.organization
        offers = (*_OFFERS, _NOTE) if application.status.is_open else (_NOTE,)
        return self.page(
            application=application,
            rivals=queries.rivals_of(db, application),
            granted=queries.related(db, name),
            others=projects_of_others(db, name, owner, limit=_MOST_SHOWN),
            most_shown=_MOST_SHOWN,
            actions=offered(self.request, offers, id=application.id),
        )


class NamespaceDecision(OfApplication, Decision):
    """The base of decisions about a namespace."""

    @property
    def following(self) -> NamespaceApplication | None:
        """Return the application that waits longest, or None."""
        return queries.next_namespace_application(self.request.db)


@action(f"{_ONE}.approve", _WRITE)
class Approve(NamespaceDecision):
    """Grant the namespace."""

    name, title = "namespace.approve", "Approve"
    effect = (
        "New projects in the namespace are for the organization alone. Projects that exist "
        "go on. Its owners are told by mail."
    )

    def act(self, form: Any) -> str:
        """Grant it."""
        self.service.approve(
            self.application, message=form.message.data or "", actor=self.request.actor
        )
        owner = self.application.organization.name
        return f"{owner} has the namespace {self.application.name}."


@action(f"{_ONE}.decline", _WRITE)
class Decline(NamespaceDecision, Declining):
    """Grant no namespace."""

    name, effect = "namespace.decline", "The owners of the organization are told by mail."


@action(f"{_ONE}.ask", _WRITE)
class Ask(NamespaceDecision, Asking):
    """Ask the owners something."""

    name = "namespace.ask"


@action(f"{_ONE}.note", _WRITE)
class Note(OfApplication, Noting):
    """Say something to other staff."""

    name = "namespace.note"


class RemovalForm(ActionForm):
    """What the owners are told."""

    message = TextAreaField(
        "Message, which the owners of the organization read (optional)",
        validators=[Length(max=MOST_MESSAGE)],
    )


@action("admin.namespace.remove", _WRITE)
class Remove(Action):
    """Take a namespace back."""

    name, title, is_danger = "namespace.remove", "Take the namespace back", True
    form_class = RemovalForm
    section = "admin.namespaces"

    @cached_property
    def namespace(self) -> Namespace:
        """Return the grant; raises `HTTPNotFound`."""
        return found_by_key(
            self.request,
            partial(queries.namespace_by_id, self.request.db),
            "There is no such namespace: it was given back, perhaps.",
        )

    @property
    def subject(self) -> tuple[str, str, str]:
        """Return the namespace."""
        return "namespace", str(self.namespace.id), self.namespace.name

    @property
    def back(self) -> str:
        """Return the list."""
        return self.list_path

    def effects(self) -> list[str]:
        """Say what happens."""
        return [
            f"{self.namespace.organization.name} has it no longer, and its owners are told "
            "by mail.",
            "Anybody can make projects in it from then on. Projects that exist stay.",
        ]

    def state(self) -> State:
        """Return whose it is."""
        return {"organization": self.namespace.organization.name}

    def act(self, form: Any) -> str:
        """Take it back."""
        name, owner = self.namespace.name, self.namespace.organization
        self.request.service(NamespaceService).remove(
            owner, name, actor=self.request.actor, message=form.message.data or ""
        )
        self.is_gone = True
        return f"{owner.name} has no namespace {name} any more."
