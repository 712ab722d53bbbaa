"""What one is told about projects, all of them at a glance, and the feed of one's own."""

from typing import Any

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.response import Response
from pyramid.view import view_config, view_defaults

from warehouse.accounts.services.preferences import PreferenceService
from warehouse.http import Request
from warehouse.i18n import _
from warehouse.manage.views.account.base import AccountView
from warehouse.notifications import queries
from warehouse.notifications.emails import TOPIC
from warehouse.notifications.services import SubscriptionService
from warehouse.notifications.words import HOWS, KINDS
from warehouse.packaging.queries import projects_of
from warehouse.security import Permission


@view_defaults(
    route_name="manage.account.notifications",
    permission=Permission.ACCOUNT_MANAGE,
    uses_session=True,
)
class NotificationsView(AccountView):
    """The page of all that one follows, and of one's own projects that one does not."""

    section = "manage.account.notifications"

    def __init__(self, request: Request) -> None:
        super().__init__(request)
        self.service = request.service(SubscriptionService)

    @view_config(
        request_method=("GET", "HEAD"), renderer="manage/account/notifications.html"
    )
    def show(self) -> dict[str, Any]:
        """Show what one is told of which project, and how."""
        return self._page()

    @view_config(
        request_method="POST",
        methods=("POST",),
        renderer="manage/account/notifications.html",
    )
    def change_feed(self) -> dict[str, Any] | Response:
        """Give the feed a new address, which this answer alone shows, or close it."""
        if "close" in self.request.POST:
            self.service.close_feed(self.user)
            self.flash(_("Your feed is closed."))
            return HTTPSeeOther(self.request.route_path("manage.account.notifications"))
        secret = self.service.renew_feed(self.user)
        address = self.request.route_url("api.feeds.personal", secret=secret)
        return self._page(address=address)

    def _page(self, address: str | None = None) -> dict[str, Any]:
        db = self.request.db
        followed = queries.subscriptions_of(db, self.user.id)
        known = {each.project_id for each in followed}
        own = projects_of(db, self.user.id)
        preferences = self.request.service(PreferenceService).of(self.user.id)
        return self.page(
            followed=followed,
            gone=queries.gone_projects(db, known),
            others=[each for each in own if each.id not in known],
            kinds=KINDS,
            hows=HOWS,
            feed=queries.feed_of(db, self.user.id),
            address=address,
            is_muted=TOPIC in preferences.muted,
        )
