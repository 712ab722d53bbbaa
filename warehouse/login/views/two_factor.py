"""The second factor at the sign-in: a code of an authenticator, or a recovery code."""

from typing import Any

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.response import Response
from pyramid.view import view_config, view_defaults
from wtforms import Form, StringField

from warehouse.accounts.errors import LoginFailed, TooManyAttempts
from warehouse.accounts.explanations import explain_login
from warehouse.accounts.forms import RecoveryCodeForm, TotpForm
from warehouse.accounts.policy import sign_in
from warehouse.accounts.services import recovery_codes, totp
from warehouse.accounts.services.logins import LoginService
from warehouse.accounts.services.new_devices import Attempt, NewDeviceService
from warehouse.accounts.services.recovery_codes import RecoveryCodeService
from warehouse.accounts.services.totp import TotpService
from warehouse.http import Request
from warehouse.http.limits import too_many
from warehouse.i18n import _
from warehouse.login import pending
from warehouse.login.pending import PendingLogin, browser_of
from warehouse.login.remembering import remember
from warehouse.security import LinkBroken, LinkExpired


class Over(Exception):
    """The sign-in cannot go on; the message says why."""


class SecondFactorView:
    """The base of pages that a sign-in with a right password leads to."""

    def __init__(self, request: Request) -> None:
        self.request = request

    def resume(self) -> PendingLogin:
        """Return the sign-in that waits; raises `Over`."""
        try:
            waiting = pending.resume(self.request)
        except LinkExpired as error:
            raise Over(_("The sign-in took too long. Please begin again.")) from error
        except LinkBroken as error:
            raise Over(_("This sign-in is over. Please begin again.")) from error
        if waiting.user.is_frozen or waiting.user.disabled_for is not None:
            raise Over(_("This account is suspended. Please contact the administrators."))
        return waiting

    def begin_again(self, reason: Over) -> Response:
        """Return a redirect to the first page of signing in."""
        self.request.session.flash(str(reason))
        return HTTPSeeOther(self.request.route_path("login.login"))

    def finish(
        self, waiting: PendingLogin, method: str, label: str | None = None
    ) -> Response:
        """Sign in, and return a redirect to where the person wanted to go."""
        logins = self.request.service(LoginService)
        actor = self.request.actor
        logins.complete(waiting.user, actor=actor, method=method, label=label)
        sign_in(self.request, waiting.user)
        return HTTPSeeOther(waiting.target)

    def finish_if_known(self, waiting: PendingLogin, method: str) -> Response | None:
        """Sign in unless the network is new to the account; then have that confirmed.

        What people type can be asked for by a false page, so it does not say where it is
        typed; a key does.
        """
        browser = browser_of(self.request)
        attempt = Attempt(waiting.user, method, waiting.target, browser, self.is_asked)
        devices = self.request.service(NewDeviceService)
        if devices.admit(attempt, actor=self.request.actor):
            return self.finish(waiting, method)
        return None

    def wait_for_mail(self) -> Response:
        """Return a redirect to the page that says that there is mail."""
        return HTTPSeeOther(self.request.route_path("login.confirm"))

    @property
    def is_asked(self) -> bool:
        """Return whether the browser is to be remembered."""
        return bool(self.request.POST.get("remember_device"))

    def remember(self, waiting: PendingLogin, response: Response) -> None:
        """Have the browser remembered if that was asked for."""
        if self.is_asked:
            remember(self.request, response, waiting.user)

    def refuse(
        self, waiting: PendingLogin, form: Form, field: StringField, error: LoginFailed
    ) -> dict[str, Any]:
        """Return the page with what is wrong beside the field."""
        field.errors = [*field.errors, *explain_login(error)]
        if isinstance(error, TooManyAttempts):
            too_many(self.request, error.seconds)
        return self.page(waiting, form)

    def page(self, waiting: PendingLogin, form: Form) -> dict[str, Any]:
        """Return what the template shows."""
        return {
            "form": form,
            "user": waiting.user,
            "two_factor_url": waiting.url(self.request, "login.two_factor"),
            "key_options": waiting.url(self.request, "login.webauthn.options"),
            "key_validate": waiting.url(self.request, "login.webauthn.validate"),
            "recovery_url": waiting.url(self.request, "login.recovery_code"),
            "csrf_token": self.request.session.get_csrf_token(),
            "messages": self.request.session.pop_flash(),
        }


@view_defaults(
    route_name="login.two_factor", renderer="login/two_factor.html", uses_session=True
)
class TwoFactorViews(SecondFactorView):
    """The page for the code of an authenticator."""

    @view_config(request_method=("GET", "HEAD"))
    def show(self) -> dict[str, Any] | Response:
        """Ask for the code."""
        try:
            return self.page(self.resume(), TotpForm())
        except Over as reason:
            return self.begin_again(reason)

    @view_config(request_method="POST", methods=("POST",), read_only="discard")
    def submit(self) -> dict[str, Any] | Response:
        """Sign in if the code is right."""
        try:
            waiting = self.resume()
        except Over as reason:
            return self.begin_again(reason)
        form = TotpForm(self.request.POST)
        if not form.validate():
            return self.page(waiting, form)
        code = form.totp_value.data or ""
        try:
            self.request.service(TotpService).check(
                waiting.user, code, actor=self.request.actor
            )
        except LoginFailed as error:
            return self.refuse(waiting, form, form.totp_value, error)
        response = self.finish_if_known(waiting, totp.METHOD)
        if response is None:
            return self.wait_for_mail()
        self.remember(waiting, response)
        return response


@view_defaults(
    route_name="login.recovery_code",
    renderer="login/recovery_code.html",
    uses_session=True,
)
class RecoveryCodeViews(SecondFactorView):
    """The page for a recovery code, for whoever lost the other factors."""

    @view_config(request_method=("GET", "HEAD"))
    def show(self) -> dict[str, Any] | Response:
        """Ask for a code."""
        try:
            return self.page(self.resume(), RecoveryCodeForm())
        except Over as reason:
            return self.begin_again(reason)

    @view_config(request_method="POST", methods=("POST",))
    def submit(self) -> dict[str, Any] | Response:
        """Sign in if the code is right, and use it up."""
        try:
            waiting = self.resume()
        except Over as reason:
            return self.begin_again(reason)
        form = RecoveryCodeForm(self.request.POST)
        if not form.validate():
            return self.page(waiting, form)
        code = form.recovery_code_value.data or ""
        try:
            self.request.service(RecoveryCodeService).burn(
                waiting.user, code, actor=self.request.actor
            )
        except LoginFailed as error:
            return self.refuse(waiting, form, form.recovery_code_value, error)
        response = self.finish_if_known(waiting, recovery_codes.METHOD)
        return self.wait_for_mail() if response is None else response
