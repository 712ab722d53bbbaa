"""Publishers for which an organization waits: their first upload makes its project."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from pyramid.response import Response
from pyramid.view import view_config, view_defaults

from warehouse.http.keys import found_by_key
from warehouse.i18n import Message, _
from warehouse.manage.views.organization.base import (
    OrganizationAction,
    OrganizationView,
    organization_action,
)
from warehouse.manage.views.pending import PendingPages
from warehouse.oidc import queries
from warehouse.oidc.models import PendingOIDCPublisher
from warehouse.oidc.services import PublisherService
from warehouse.organizations.models import Organization
from warehouse.organizations.resources import OrganizationResource
from warehouse.security import Permission

_PUBLISHING = "manage.organization.publishing"


@view_defaults(
    route_name=_PUBLISHING,
    context=OrganizationResource,
    permission=Permission.ORGANIZATION_WRITE,
    renderer="manage/organization/publishing.html",
    uses_session=True,
    requires_reauth=True,
)
class PublishingView(PendingPages, OrganizationView):
    """The list, and the form of another one."""

    section = _PUBLISHING

    @property
    def owner(self) -> Organization:  # type: ignore[override]
        """Return the organization that waits."""
        return self.organization

    @property
    def place(self) -> str:
        """Return the path of the list."""
        return self.path(_PUBLISHING)

    def page(self, **values: Any) -> dict[str, Any]:
        """Return the values of a template in the frame of organizations."""
        return OrganizationView.page(self, **values)

    def waiting(self) -> Sequence[PendingOIDCPublisher]:
        """Return those for which the organization waits."""
        return queries.pending_of_organization(self.request.db, self.organization.id)

    @view_config(request_method=("GET", "HEAD"))
    def show(self) -> dict[str, Any]:
        """List them, with the form that the address asks for."""
        return self.asked_form()

    @view_config(request_method="POST", methods=("POST",))
    def add(self) -> dict[str, Any] | Response:
        """Wait for one more."""
        return self.add_sent()


@organization_action(f"{_PUBLISHING}.remove")
class RemovePending(OrganizationAction):
    """Wait for a publisher no longer."""

    section = _PUBLISHING
    is_danger = True

    @property
    def title(self) -> Message:
        """Return what is done."""
        project = self._pending().project_name
        return _("Remove the publisher of ${project}").with_values(project=project)

    def effects(self) -> list[str]:
        """Say which one it is, and what happens to its upload."""
        return [self._pending().specifier, _("Its first upload will be refused then.")]

    def act(self, form: Any) -> Message:
        """Remove it."""
        pending = self._pending()
        values = {"publisher": pending.specifier, "project": pending.project_name}
        service = self.request.service(PublisherService)
        service.remove_pending(pending, actor=self.request.actor)
        return _("${publisher} does not make ${project} any more.", mapping=values)

    def _pending(self) -> PendingOIDCPublisher:
        """Return what the address names of this organization; raises `HTTPNotFound`."""
        find = partial(queries.organization_pending, self.request.db, self.organization.id)
        said = _("The organization does not wait for that publisher any more.")
        return found_by_key(self.request, find, said)
