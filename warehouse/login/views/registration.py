"""Registering, and proving that one reads an address."""

from typing import Any

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.response import Response
from pyramid.view import exception_view_config, view_config, view_defaults

from warehouse.accounts.errors import (
    AccountError,
    RegistrationRefused,
    TooManyRequests,
)
from warehouse.accounts.explanations import explain
from warehouse.accounts.models import Engagement, User
from warehouse.accounts.policy import UNVERIFIED, sign_in
from warehouse.accounts.services.addresses import AddressService
from warehouse.accounts.services.logins import LoginService
from warehouse.accounts.services.registration import Registration, RegistrationService
from warehouse.accounts.services.terms import TermsService
from warehouse.captcha import CaptchaFailed, Gatekeeper
from warehouse.http import Request
from warehouse.http.limits import too_many
from warehouse.i18n import _
from warehouse.login.captcha import explain_captcha
from warehouse.login.forms import RegistrationForm
from warehouse.rate_limiting import LimiterUnavailable
from warehouse.security import Permission
from warehouse.templates.errors import error_page

_FORM = "register"


@view_defaults(
    route_name="login.register", renderer="login/register.html", uses_session=True
)
class RegistrationViews:
    """The page on which a stranger makes an account."""

    def __init__(self, request: Request) -> None:
        self.request = request
        self.service = request.service(RegistrationService)
        self.invitation = request.GET.get("invitation", "")
        self.invited: str | None = None
        self.gatekeeper = request.service(Gatekeeper)
        self.captcha_problems: list[str] = []

    @view_config(request_method=("GET", "HEAD"))
    def show(self) -> dict[str, Any] | Response:
        """Show the form, or say that nobody may register."""
        elsewhere = self._elsewhere()
        return elsewhere or self._page(RegistrationForm(email=self.invited))

    @view_config(request_method="POST", methods=("POST",))
    def submit(self) -> dict[str, Any] | Response:
        """Make the account and sign in to it, or show what is wrong."""
        form = RegistrationForm(self.request.POST)
        if form.confirm_form.data:
            return HTTPSeeOther("/")
        elsewhere = self._elsewhere()
        if elsewhere is not None:
            return elsewhere
        if not (form.validate() and self._is_no_program()):
            return self._page(form)
        try:
            user = self.service.register(
                Registration(**form.wanted()),
                invitation=self.invitation,
                actor=self.request.actor,
            )
        except RegistrationRefused as error:
            for name, problem in error.problems.items():
                form[name].errors = explain(problem)
            return self._page(form)
        except TooManyRequests as error:
            return self._too_often(form, error)
        return self._signed_in(user)

    def _elsewhere(self) -> Response | None:
        """Return where to go who need not register, or may not."""
        if self.request.identity is not None:
            return HTTPSeeOther(self.request.route_path("manage.account"))
        try:
            self.invited = self.service.invited_address(self.invitation)
        except AccountError as error:
            return _flashed(self.request, error, "login.login")
        return None

    def _is_no_program(self) -> bool:
        """Return whether the browser has shown enough; an invitation is."""
        try:
            if self.invited is None:
                self.gatekeeper.check(_FORM)
        except CaptchaFailed as error:
            self.captcha_problems = explain_captcha(self.request, error)
            return False
        return True

    def _too_often(self, form: RegistrationForm, error: TooManyRequests) -> dict[str, Any]:
        too_many(self.request, error.seconds)
        address = {"address": self.request.client_addr}
        problem = _("Too many addresses were added from ${address}.", mapping=address)
        form.email.errors = [problem, *explain(error)]
        return self._page(form)

    def _signed_in(self, user: User) -> Response:
        self.request.service(TermsService).record(user, Engagement.AGREED)
        logins = self.request.service(LoginService)
        logins.complete(user, actor=self.request.actor, method="registration")
        sign_in(self.request, user)
        said = _("Your account is made. Check your mail.")
        self.request.session.flash(said)
        return HTTPSeeOther(self.request.route_path(UNVERIFIED))

    def _page(self, form: RegistrationForm) -> dict[str, Any]:
        return {
            "form": form,
            "invited": self.invited,
            "captcha": self.gatekeeper.question(_FORM) if self.invited is None else None,
            "captcha_problems": self.captcha_problems,
            "csrf_token": self.request.session.get_csrf_token(),
            "messages": self.request.session.pop_flash(),
        }


@view_config(
    route_name="login.verify_email",
    request_method="GET",
    permission=Permission.ACCOUNT_VISIT,
    uses_session=True,
)
def verify_email(request: Request) -> Response:
    """Verify the address that the link was sent to, which the visitor's account has."""
    addresses = request.service(AddressService)
    try:
        email = addresses.verify(
            request.GET.get("token", ""), user=request.identity.user, actor=request.actor
        )
    except AccountError as error:
        return _flashed(request, error, "manage.account")
    said = _("${address} is verified.", mapping={"address": email.email})
    request.session.flash(said)
    return HTTPSeeOther(request.route_path("manage.account"))


@exception_view_config(LimiterUnavailable)
def nothing_is_counted(error: LimiterUnavailable, request: Request) -> Response:
    """Answer 503 where nobody can tell how often something was done."""
    response = error_page(
        request, 503, _("This does not work at the moment. Please try again shortly.")
    )
    response.headers["Retry-After"] = "30"
    return response


def _flashed(request: Request, error: AccountError, route: str) -> Response:
    """Lead to another page, which says what was wrong."""
    for sentence in explain(error):
        request.session.flash(sentence)
    return HTTPSeeOther(request.route_path(route))
