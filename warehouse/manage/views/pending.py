"""Publishers for which somebody waits, a person or an organization, on one page of each."""

from collections.abc import Sequence
from typing import Any

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.response import Response

from warehouse.accounts.models import User
from warehouse.http import Request
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
from warehouse.oidc.errors import OIDCError
from warehouse.oidc.models import PendingOIDCPublisher
from warehouse.oidc.services import PublisherService
from warehouse.oidc.services.pending import PENDING_KEPT
from warehouse.organizations.errors import OrganizationError
from warehouse.organizations.explanations import explain as explain_organization
from warehouse.organizations.models import Organization
from warehouse.packaging.errors import ProjectNameUnavailable
from warehouse.packaging.models import Project
from warehouse.packaging.queries import owner_ids, project_named


class PendingPages:
    """The list of those for which one waits, and the form of another one.

    It is mixed into the view of an account or of an organization, which has `page`.
    """

    request: Request
    user: User
    owner: Organization | None = None
    """The organization that waits, or None if it is the person."""

    def page(self, **values: Any) -> dict[str, Any]:
        """Return the values of a template in the frame."""
        raise NotImplementedError

    @property
    def place(self) -> str:
        """Return the path of the list."""
        raise NotImplementedError

    def waiting(self) -> Sequence[PendingOIDCPublisher]:
        """Return those for which one waits."""
        raise NotImplementedError

    @property
    def service(self) -> PublisherService:
        """Return the service that changes publishers."""
        return self.request.service(PublisherService)

    def lead(self, said: Message) -> Response:
        """Lead to the list, which says what was done."""
        self.request.session.flash(said)
        return HTTPSeeOther(self.place)

    def asked_form(self) -> dict[str, Any]:
        """Return the values of the page with the form that the address asks for."""
        kind = asked_kind(self.request)
        name = ProjectNameForm(
            data={"project_name": self.request.GET.get("project_name", "")[:200]}
        )
        return self._page(kind, prefilled(self.request, kind), name)

    def add_sent(self) -> dict[str, Any] | Response:
        """Wait for the one that was sent, or return the page that says why not."""
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
                organization=self.owner,
                actor=self.request.actor,
            )
        except ProjectNameUnavailable as error:
            name.project_name.errors = [name_problem(error)]
            return self._page(kind, form, name, existing=self._own(error.name))
        except (OIDCError, OrganizationError) as error:
            self.request.db.rollback()
            return self._page(kind, form, name, problem=_words(error))
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
            waiting=self.waiting(),
            days=PENDING_KEPT.days,
            place=self.place,
            is_shared=self.owner is not None,
            kind=kind,
            kinds=titles(self.request),
            form=form,
            name=name,
            prefill={"provider": kind, **{each: form.value(each) for each in form.labels}},
            **{"existing": None, **values},
        )


def _words(error: OIDCError | OrganizationError) -> str:
    if isinstance(error, OIDCError):
        return explain(error)
    return explain_organization(error)
