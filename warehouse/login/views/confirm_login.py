"""Confirming a sign-in from a network that is new to the account."""

from typing import Any

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.response import Response
from pyramid.view import view_config, view_defaults

from warehouse.accounts.errors import AccountError
from warehouse.accounts.explanations import explain
from warehouse.accounts.policy import sign_in
from warehouse.accounts.services.logins import LoginService
from warehouse.accounts.services.new_devices import METHOD, Attempt, NewDeviceService
from warehouse.http import Request
from warehouse.http.redirects import safe_target
from warehouse.login.pending import browser_of
from warehouse.login.remembering import remember


@view_defaults(
    route_name="login.confirm", renderer="login/confirm_login.html", uses_session=True
)
class ConfirmLoginViews:
    """The page that says that there is mail, and that the link in it leads to.

    The browser that signs in is let in by the link itself. Any other is asked first: a mail
    program may follow links, and nobody is to be signed in to the account of another.
    """

    def __init__(self, request: Request) -> None:
        self.request = request
        self.devices = request.service(NewDeviceService)
        self.link = request.GET.get("token")

    @view_config(request_method=("GET", "HEAD"))
    def show(self) -> dict[str, Any] | Response:
        """Say that there is mail, or go on with the sign-in of the link."""
        if self.link is None:
            return self._page(None)
        try:
            attempt = self.devices.read(self.link, actor=self.request.actor)
        except AccountError as error:
            return self._refuse(error)
        if self._is_of(attempt) and self.request.method == "GET":
            return self._confirm(self.link)
        return self._page(attempt.user.username)

    @view_config(request_method="POST", methods=("POST",))
    def submit(self) -> Response:
        """Sign in somebody who saw whose account it is."""
        return self._confirm(self.link or "")

    def _confirm(self, link: str) -> Response:
        try:
            attempt = self.devices.confirm(link, actor=self.request.actor)
        except AccountError as error:
            return self._refuse(error)
        is_remembered = attempt.is_remembered and self._is_of(attempt)
        logins = self.request.service(LoginService)
        logins.complete(attempt.user, actor=self.request.actor, method=METHOD)
        sign_in(self.request, attempt.user)
        target = safe_target(attempt.target, host=self.request.host, default="/")
        response = HTTPSeeOther(target)
        if is_remembered:
            remember(self.request, response, attempt.user)
        return response

    def _is_of(self, attempt: Attempt) -> bool:
        """Return whether this is the browser that gave the password and the code."""
        return attempt.browser == browser_of(self.request)

    def _refuse(self, error: AccountError) -> Response:
        for sentence in explain(error):
            self.request.session.flash(sentence)
        return HTTPSeeOther(self.request.route_path("login.login"))

    def _page(self, username: str | None) -> dict[str, Any]:
        token = self.request.session.get_csrf_token()
        return {"username": username, "csrf_token": token}
