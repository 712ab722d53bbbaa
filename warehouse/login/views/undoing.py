"""Taking an account back whose mail somebody had sent elsewhere."""

from typing import Any

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.response import Response
from pyramid.view import view_config, view_defaults

from warehouse.accounts.errors import AccountError
from warehouse.accounts.explanations import explain
from warehouse.accounts.policy import sign_out
from warehouse.accounts.services.primary import PrimaryAddressService
from warehouse.http import Request
from warehouse.i18n import _
from warehouse.macaroons import queries as macaroons


@view_defaults(
    route_name="login.undo_email_change",
    renderer="login/undo_email_change.html",
    uses_session=True,
)
class UndoViews:
    """The page that a link in the message to a former primary address leads to."""

    def __init__(self, request: Request) -> None:
        self.request = request
        self.service = request.service(PrimaryAddressService)
        self.link = request.GET.get("token", "")

    @view_config(request_method=("GET", "HEAD"))
    def show(self) -> dict[str, Any] | Response:
        """Say what would happen, and ask."""
        try:
            user, address = self.service.user_to_undo(self.link)
        except AccountError as error:
            return self._flashed(*explain(error))
        removed = [each.email for each in user.emails if each.email != address]
        return {
            "csrf_token": self.request.session.get_csrf_token(),
            "username": user.username,
            "address": address,
            "removed": removed,
            "tokens": len(macaroons.macaroons_of(self.request.db, user)),
        }

    @view_config(request_method="POST", methods=("POST",))
    def submit(self) -> Response:
        """Restore the address, and have a link for a new password sent to it."""
        try:
            self.service.undo(self.link, actor=self.request.actor)
        except AccountError as error:
            return self._flashed(*explain(error))
        sign_out(self.request)
        return self._flashed(
            _("The account is yours again. Check your mail for a link to a new password.")
        )

    def _flashed(self, *sentences: str) -> Response:
        for sentence in sentences:
            self.request.session.flash(sentence)
        return HTTPSeeOther(self.request.route_path("login.login"))
