"""Getting a new password when the old one is lost."""

from collections.abc import Sequence
from typing import Any

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.response import Response
from pyramid.view import view_config, view_defaults

from warehouse.accounts.errors import AccountError, LinkInvalid, LinkTooOld, TooManyRequests
from warehouse.accounts.explanations import explain
from warehouse.accounts.policy import sign_out
from warehouse.accounts.services.passwords import PasswordService
from warehouse.accounts.tasks import send_password_reset
from warehouse.captcha import CaptchaFailed, Gatekeeper
from warehouse.http import Request
from warehouse.http.limits import too_many
from warehouse.i18n import _
from warehouse.login.captcha import explain_captcha
from warehouse.login.forms import NewPasswordForm, RequestResetForm

_FORM = "reset"


class _PasswordViews:
    """What the two pages share."""

    def __init__(self, request: Request) -> None:
        self.request = request
        self.passwords = request.service(PasswordService)

    def page(self, **values: Any) -> dict[str, Any]:
        """Return the values of a template."""
        session = self.request.session
        token, messages = session.get_csrf_token(), session.pop_flash()
        return {"csrf_token": token, "messages": messages, **values}


@view_defaults(
    route_name="login.request_password_reset",
    renderer="login/request_password_reset.html",
    uses_session=True,
)
class RequestResetViews(_PasswordViews):
    """The page on which somebody asks for a new password."""

    def __init__(self, request: Request) -> None:
        super().__init__(request)
        self.gatekeeper = request.service(Gatekeeper)

    @view_config(request_method=("GET", "HEAD"))
    def show(self) -> dict[str, Any]:
        """Ask for a username or an address."""
        return self._asked(RequestResetForm())

    @view_config(request_method="POST", methods=("POST",))
    def submit(self) -> dict[str, Any]:
        """Say that a link is on its way, whether there is such an account or not."""
        form = RequestResetForm(self.request.POST)
        if not form.validate():
            return self._asked(form)
        subject = form.username_or_email.data or ""
        try:
            self.gatekeeper.check(_FORM)
            self.passwords.check_limit(subject)
        except CaptchaFailed as error:
            return self._asked(form, explain_captcha(self.request, error))
        except TooManyRequests as error:
            too_many(self.request, error.seconds)
            form.username_or_email.errors = explain(error)
            return self._asked(form)
        asked = {
            "address": self.request.client_addr,
            "client": self.request.user_agent,
            "locale": self.request.locale.code,
        }
        self.request.enqueue(send_password_reset, subject, self.request.host_url, asked)
        return self.page(form=form, is_done=True)

    def _asked(
        self, form: RequestResetForm, problems: Sequence[str] = ()
    ) -> dict[str, Any]:
        return self.page(
            form=form,
            is_done=False,
            captcha=self.gatekeeper.question(_FORM),
            captcha_problems=problems,
        )


@view_defaults(
    route_name="login.reset_password",
    renderer="login/reset_password.html",
    uses_session=True,
)
class ResetPasswordViews(_PasswordViews):
    """The page that a link for a new password leads to."""

    def __init__(self, request: Request) -> None:
        super().__init__(request)
        self.link = request.GET.get("token", "")

    @view_config(request_method=("GET", "HEAD"))
    def show(self) -> dict[str, Any] | Response:
        """Ask for a new password, unless the link is none."""
        try:
            user = self.passwords.user_of_link(self.link)
        except (LinkInvalid, LinkTooOld) as error:
            return self._ask_again(error)
        return self.page(form=NewPasswordForm(), username=user.username)

    @view_config(request_method="POST", methods=("POST",))
    def submit(self) -> dict[str, Any] | Response:
        """Set the new password and ask to sign in with it."""
        form = NewPasswordForm(self.request.POST)
        try:
            user = self.passwords.user_of_link(self.link)
            if not form.validate():
                return self.page(form=form, username=user.username)
            self.passwords.reset(
                self.link, form.new_password.data or "", actor=self.request.actor
            )
        except (LinkInvalid, LinkTooOld) as error:
            return self._ask_again(error)
        except AccountError as error:
            form.new_password.errors = explain(error)
            return self.page(form=form, username=user.username)
        sign_out(self.request)
        self.request.session.flash(_("Your password is changed. Sign in with it."))
        return HTTPSeeOther(self.request.route_path("login.login"))

    def _ask_again(self, error: AccountError) -> Response:
        for sentence in explain(error):
            self.request.session.flash(sentence)
        return HTTPSeeOther(self.request.route_path("login.request_password_reset"))
