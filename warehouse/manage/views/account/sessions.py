"""The sessions of one's own account, and ending them."""

from datetime import UTC, datetime
from typing import Any

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.response import Response
from pyramid.view import view_config, view_defaults

from warehouse.accounts.devices import device_of
from warehouse.accounts.policy import keep_session
from warehouse.accounts.services.sessions import SessionService
from warehouse.i18n import _, ngettext
from warehouse.manage.views.account.base import AccountView
from warehouse.security import Permission
from warehouse.sessions import ListedSession, public_id


@view_defaults(
    route_name="manage.account.sessions",
    renderer="manage/account/sessions.html",
    permission=Permission.ACCOUNT_SECURE,
    uses_session=True,
    requires_reauth=True,
)
class SessionViews(AccountView):
    """Where one is signed in."""

    section = "manage.account.sessions"

    @view_config(request_method=("GET", "HEAD"))
    def show(self) -> dict[str, Any]:
        """List the sessions, this one first."""
        found = self.request.service(SessionService).sessions_of(self.user)
        listed = [self._shown(each) for each in found]
        return self.page(sessions=sorted(listed, key=lambda each: not each["is_this"]))

    @view_config(request_method="POST", methods=("POST",), request_param="session")
    def end(self) -> Response:
        """End one session."""
        ended = self.request.service(SessionService).end(
            self.user, self.request.POST["session"]
        )
        self.flash(_("The session is ended.") if ended else _("It has ended already."))
        return self._back()

    @view_config(request_method="POST", methods=("POST",))
    def end_others(self) -> Response:
        """End all sessions but this one."""
        ended = self.request.service(SessionService).end_all(
            self.user, but=self.request.session.name
        )
        keep_session(self.request)
        said = ngettext("${n} session is ended.", "${n} sessions are ended.", ended)
        self.flash(said)
        return self._back()

    def _shown(self, session: ListedSession) -> dict[str, Any]:
        details = session.details
        return {
            "id": session.id,
            "device": device_of(details["client"]),
            "network": details["network"],
            "begun": datetime.fromtimestamp(details["begun"], UTC),
            "used": datetime.fromtimestamp(details["used"], UTC),
            "is_this": session.id == public_id(self.request.session.name),
        }

    def _back(self) -> Response:
        return HTTPSeeOther(self.request.route_path("manage.account.sessions"))
