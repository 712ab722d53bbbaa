"""Ending mail about a topic, by a link in it (RFC 8058)."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from pyramid.httpexceptions import HTTPNotFound
from pyramid.view import view_config, view_defaults

from warehouse.accounts import queries
from warehouse.accounts.mailing import TOPICS, UNSUBSCRIBE
from warehouse.accounts.services.preferences import PreferenceService
from warehouse.http import Request
from warehouse.i18n import _
from warehouse.security import LinkBroken, LinkExpired, LinkSigner

LASTS = timedelta(days=3650)


@view_defaults(route_name="login.unsubscribe", renderer="login/unsubscribe.html")
class UnsubscribeViews:
    """The page that a link in mail leads to; the link is all the permission it needs."""

    def __init__(self, request: Request) -> None:
        self.request = request
        signer: LinkSigner = request.registry[LinkSigner]
        try:
            values = signer.read(UNSUBSCRIBE, request.GET.get("token", ""), lasts=LASTS)
        except (LinkBroken, LinkExpired) as error:
            raise HTTPNotFound(_("The link is not complete.")) from error
        self.topic = values["topic"]
        user = queries.user_by_id(request.db, UUID(values["user.id"]))
        if user is None or self.topic not in TOPICS:
            raise HTTPNotFound(_("Nobody is sent that mail any more."))
        self.user = user

    @view_config(request_method=("GET", "HEAD"))
    def ask(self) -> dict[str, Any]:
        """Ask, because programs that read mail follow links."""
        return {"topic": TOPICS[self.topic], "is_done": False}

    @view_config(request_method="POST", methods=("POST",), require_csrf=False)
    def end(self) -> dict[str, Any]:
        """Send no more of it; a mail program does that with one click."""
        preferences = self.request.service(PreferenceService)
        preferences.mute(self.user, self.topic, actor=self.request.actor)
        return {"topic": TOPICS[self.topic], "is_done": True}
