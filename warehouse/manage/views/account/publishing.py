"""Publishers for which a person waits: their first upload makes a project."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from pyramid.response import Response
from pyramid.view import view_config, view_defaults

from warehouse.http.keys import found_by_key
from warehouse.i18n import _
from warehouse.manage.views.account.base import AccountView
from warehouse.manage.views.pending import PendingPages
from warehouse.oidc import queries
from warehouse.oidc.models import PendingOIDCPublisher
from warehouse.oidc.services.publishers import MOST_PENDING
from warehouse.security import Permission

SECTION = "manage.account.publishing"


class PendingView(PendingPages, AccountView):
    """What these pages share."""

    section = SECTION

    @property
    def place(self) -> str:
        """Return the path of the list."""
        return str(self.request.route_path(SECTION))

    def page(self, **values: Any) -> dict[str, Any]:
        """Return the values of a template in the frame of accounts."""
        return AccountView.page(self, most=MOST_PENDING, **values)

    def waiting(self) -> Sequence[PendingOIDCPublisher]:
        """Return those for which this person waits."""
        return queries.pending_of(self.request.db, self.user.id)


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
        return self.asked_form()

    @view_config(request_method="POST", methods=("POST",))
    def add(self) -> dict[str, Any] | Response:
        """Wait for one more."""
        return self.add_sent()


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
