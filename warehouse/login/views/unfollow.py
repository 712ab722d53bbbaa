"""Ending mail about one project, by a link in it (RFC 8058)."""

from typing import Any
from uuid import UUID

from pyramid.httpexceptions import HTTPNotFound
from pyramid.view import view_config, view_defaults

from warehouse.http import Request
from warehouse.i18n import _
from warehouse.login.views.unsubscribe import LASTS
from warehouse.notifications.mailing import UNFOLLOW
from warehouse.notifications.services import SubscriptionService
from warehouse.security import LinkBroken, LinkExpired, LinkSigner


@view_defaults(route_name="login.unfollow", renderer="login/unsubscribe.html")
class UnfollowViews:
    """The page that a link in mail leads to; the link is all the permission it needs."""

    def __init__(self, request: Request) -> None:
        self.request = request
        signer: LinkSigner = request.registry[LinkSigner]
        try:
            values = signer.read(UNFOLLOW, request.GET.get("token", ""), lasts=LASTS)
        except (LinkBroken, LinkExpired) as error:
            raise HTTPNotFound(_("The link is not complete.")) from error
        self.user_id, self.project_id = UUID(values["user.id"]), UUID(values["project.id"])
        named = {"project": values["project.name"]}
        self.topic = _("News of ${project}", mapping=named)

    @view_config(request_method=("GET", "HEAD"))
    def ask(self) -> dict[str, Any]:
        """Ask, because programs that read mail follow links."""
        return {"topic": self.topic, "is_done": False}

    @view_config(request_method="POST", methods=("POST",), require_csrf=False)
    def end(self) -> dict[str, Any]:
        """Send no more of it; a mail program does that with one click."""
        service = self.request.service(SubscriptionService)
        service.stop_mail(self.user_id, self.project_id)
        return {"topic": self.topic, "is_done": True}
