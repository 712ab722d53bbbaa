"""The feed that a member has of an organization."""

from typing import Any

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.response import Response
from pyramid.view import view_config, view_defaults

from warehouse.i18n import _
from warehouse.manage.views.organization.base import OrganizationView
from warehouse.notifications.queries import organization_feed_of
from warehouse.notifications.services import SubscriptionService
from warehouse.organizations.resources import OrganizationResource
from warehouse.security import Permission

_FEED = "manage.organization.feed"


@view_defaults(
    route_name=_FEED,
    context=OrganizationResource,
    permission=Permission.ORGANIZATION_READ,
    renderer="manage/organization/feed.html",
    uses_session=True,
    requires_reauth=True,
)
class FeedView(OrganizationView):
    """One's own feed of an organization."""

    section = _FEED

    @view_config(request_method=("GET", "HEAD"))
    def show(self) -> dict[str, Any]:
        """Say whether there is one."""
        return self._page()

    @view_config(request_method="POST", methods=("POST",))
    def change(self) -> dict[str, Any] | Response:
        """Give it a new address, which this answer alone shows, or close it."""
        service = self.request.service(SubscriptionService)
        if "close" in self.request.POST:
            service.close_organization_feed(self.user.id, self.organization.id)
            self.request.session.flash(_("Your feed is closed."))
            return HTTPSeeOther(self.path(_FEED))
        secret = service.renew_organization_feed(self.user, self.organization)
        address = self.request.route_url("api.feeds.organization", secret=secret)
        return self._page(address=address)

    def _page(self, address: str | None = None) -> dict[str, Any]:
        db, key = self.request.db, self.organization.id
        feed = organization_feed_of(db, self.user.id, key)
        return self.page(feed=feed, address=address)
