"""Publishers for which a person waits: their first upload makes a project."""

from functools import partial
from typing import Any

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.response import Response
from pyramid.view import view_config, view_defaults

from warehouse.http.keys import found_by_key
from warehouse.i18n import Message, _
from warehouse.manage.pending_forms import ProjectNameForm, name_problem
from warehouse.manage.publisher_choice import (
    asked_kind,
    identity_in,
    prefilled,
    sent_form,
    titles,
)
from warehouse.manage.publisher_forms import PublisherForm
from warehouse.manage.publisher_words import explain
from warehouse.manage.views.account.base import AccountView
from warehouse.oidc import queries
from warehouse.oidc.errors import OIDCError
from warehouse.oidc.models import PendingOIDCPublisher
from warehouse.oidc.services import PublisherService
from warehouse.oidc.services.pending import PENDING_KEPT
from warehouse.oidc.services.publishers import MOST_PENDING
from warehouse.packaging.errors import ProjectNameUnavailable
from warehouse.packaging.models import Project
from warehouse.packaging.queries import owner_ids, project_named
from warehouse.security import Permission

SECTION = "manage.account.publishing"


class PendingView(AccountView):
    """What these pages share."""

    section = SECTION

    @property
    def service(self) -> PublisherService:
        """Return the service that changes publishers."""
        return self.request.service(PublisherService)

    def lead(self, said: Message) -> Response:
        """Lead to the list, which says what was done."""
        self.flash(said)
        return HTTPSeeOther(self.request.route_path(SECTION))


@view_defaults(
    route_name=SECTION,
    permission=Permission.ACCOUNT_MANAGE,
    renderer="manage/account/publishing.html",
    uses_session=True,
    requires_reauth=True,
)
class PendingPublishersView(PendingView):
    """The list, and the form of another one."""

    @view_config(request_method=("GET", "HEAD"))
    def show(self) -> dict[str, Any]:
        """List them, with the form that the address asks for."""
        kind = asked_kind(self.request)
        name = ProjectNameForm(
            data={"project_name": self.request.GET.get("project_name", "")[:200]}
        )
        return self._page(kind, prefilled(self.request, kind), name)

    @view_config(request_method="POST", methods=("POST",))
    def add(self) -> dict[str, Any] | Response:
        """Wait for one more."""
        kind, form = sent_form(self.request)
        name = ProjectNameForm(self.request.POST)
        is_named = name.validate()
        identity = identity_in(self.request, kind, form)
        if identity is None or not is_named:
            return self._page(kind, form, name)
        try:
            pending = self.service.add_pending(
                name.project_name.data or "",
                identity,
                user=self.user,
                actor=self.request.actor,
            )
        except ProjectNameUnavailable as error:
            name.project_name.errors = [name_problem(error)]
            return self._page(kind, form, name, existing=self._own(error.name))
        except OIDCError as error:
            self.request.db.rollback()
            return self._page(kind, form, name, problem=explain(error))
        values = {"publisher": pending.specifier, "project": pending.project_name}
        return self.lead(
            _("${publisher} makes ${project} with its first upload.", mapping=values)
        )

    def _own(self, name: str) -> Project | None:
        """Return the project of this name, if this person owns it."""
        project = project_named(self.request.db, name)
        if project is None or self.user.id not in owner_ids(self.request.db, project.id):
            return None
        return project

    def _page(
        self, kind: str, form: PublisherForm, name: ProjectNameForm, **values: Any
    ) -> dict[str, Any]:
        return self.page(
            waiting=queries.pending_of(self.request.db, self.user.id),
            days=PENDING_KEPT.days,
            most=MOST_PENDING,
            kind=kind,
            kinds=titles(self.request),
            form=form,
            name=name,
            prefill={"provider": kind, **{each: form.value(each) for each in form.labels}},
            **{"existing": None, **values},
        )


@view_defaults(
    route_name="manage.account.publishing.remove",
    permission=Permission.ACCOUNT_MANAGE,
    uses_session=True,
    requires_reauth=True,
)
class RemovePendingView(PendingView):
    """Waiting for a publisher no longer."""

    @view_config(
        renderer="manage/account/publishing_remove.html", request_method=("GET", "HEAD")
    )
    def ask(self) -> dict[str, Any]:
        """Ask whether it is meant."""
        return self.page(pending=self._pending())

    @view_config(request_method="POST", methods=("POST",))
    def remove(self) -> Response:
        """Remove it."""
        pending = self._pending()
        values = {"publisher": pending.specifier, "project": pending.project_name}
        self.service.remove_pending(pending, actor=self.request.actor)
        said = _("${publisher} does not make ${project} any more.", mapping=values)
        return self.lead(said)

    def _pending(self) -> PendingOIDCPublisher:
        """Return what the address names of this person; raises `HTTPNotFound`."""
        return found_by_key(
            self.request,
            partial(queries.own_pending, self.request.db, self.user.id),
            _("You do not wait for that publisher any more."),
        )
