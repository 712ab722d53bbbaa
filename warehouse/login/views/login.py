"""Signing in with a password, and signing out."""

from functools import partial
from typing import Any

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.response import Response
from pyramid.view import view_config, view_defaults

from warehouse.accounts.errors import (
    AccountError,
    LoginFailed,
    PasswordWrong,
    TooManyAttempts,
    UserUnknown,
)
from warehouse.accounts.explanations import explain_login
from warehouse.accounts.policy import sign_in, sign_out
from warehouse.accounts.services.logins import LoginService
from warehouse.accounts.services.registration import RegistrationService
from warehouse.http import Request
from warehouse.http.limits import too_many
from warehouse.http.redirects import safe_target
from warehouse.http.transactions import release_connection
from warehouse.login import pending
from warehouse.login.arrivals import arrive
from warehouse.login.forms import LoginForm
from warehouse.login.remembering import METHOD, is_remembered
from warehouse.login.single_sign_on import provider
from warehouse.single_sign_on.errors import SignOnError
from warehouse.single_sign_on.explanations import explain
from warehouse.single_sign_on.services import Asked, DirectoryService


@view_defaults(route_name="login.login", renderer="login/login.html", uses_session=True)
class LoginViews:
    """The sign-in page."""

    def __init__(self, request: Request) -> None:
        self.request = request
        wanted = request.params.get("next")
        default = request.route_path("manage.account")
        self.target = safe_target(wanted, host=request.host, default=default)
        self.directories = request.service(DirectoryService)
        settings = request.settings.directory
        self.directory = None if settings.server is None else settings.name
        is_said = request.params.get("by") == "directory"
        self.by = "directory" if is_said and self.directory else None

    @view_config(request_method=("GET", "HEAD"))
    def show(self) -> dict[str, Any] | Response:
        """Show the form for username and password."""
        if self.request.identity is not None:
            return HTTPSeeOther(self.target)
        return self._page(LoginForm())

    @view_config(request_method="POST", methods=("POST",), read_only="discard")
    def submit(self) -> dict[str, Any] | Response:
        """Sign in, or show what is wrong."""
        form = LoginForm(self.request.POST)
        if not form.validate():
            return self._page(form)
        asked = self._asked_of_directory(form)
        if asked is not None:
            return self._ask_directory(form, asked)
        logins = self.request.service(LoginService)
        try:
            user = logins.check_password(
                form.username.data or "", form.password.data or "", actor=self.request.actor
            )
        except LoginFailed as error:
            return self._refuse(form, error)
        knows = user.has_second_factor and is_remembered(self.request, user)
        if user.has_second_factor and not knows:
            waiting = pending.begin(self.request, user, self.target)
            return HTTPSeeOther(waiting.url(self.request, "login.two_factor"))
        method = METHOD if knows else None
        logins.complete(user, actor=self.request.actor, method=method)
        sign_in(self.request, user)
        return HTTPSeeOther(self.target)

    def _asked_of_directory(self, form: LoginForm) -> Asked | None:
        """Return for whom the directory is asked: always for those who say so."""
        username = form.username.data or ""
        return Asked(username) if self.by else self.directories.asked_for(username)

    def _ask_directory(self, form: LoginForm, asked: Asked) -> dict[str, Any] | Response:
        """Sign somebody in whom the directory may know."""
        request = self.request
        logins = request.service(LoginService)
        try:
            with logins.counting(request.actor, subject=asked.counts_for):
                # The directory may take seconds to answer.
                release_connection(request)
                said = self.directories.assertion(asked, form.password.data or "")
                knows = partial(is_remembered, request)
                return arrive(request, said, self.target, is_remembered=knows)
        except LoginFailed as error:
            if isinstance(error, PasswordWrong) and asked.user_id is not None:
                logins.refuse(asked.user_id, actor=request.actor)
            return self._refuse(form, error)
        except (SignOnError, AccountError) as error:
            label = request.settings.directory.name
            form.username.errors = [*form.username.errors, *explain(error, label)]
            return self._page(form)

    def _refuse(self, form: LoginForm, error: LoginFailed) -> dict[str, Any]:
        field = form.username if isinstance(error, UserUnknown) else form.password
        field.errors = [*field.errors, *explain_login(error)]
        if isinstance(error, TooManyAttempts):
            too_many(self.request, error.seconds)
        return self._page(form)

    def _page(self, form: LoginForm) -> dict[str, Any]:
        return {
            "form": form,
            "next": self.target,
            "provider": provider(self.request),
            "by": self.by,
            "directory": self.directory,
            "may_register": self.request.service(RegistrationService).is_open,
            "csrf_token": self.request.session.get_csrf_token(),
            "messages": self.request.session.pop_flash(),
        }


@view_defaults(route_name="login.logout", uses_session=True)
class LogoutViews:
    """The sign-out page."""

    def __init__(self, request: Request) -> None:
        self.request = request

    @view_config(request_method=("GET", "HEAD"), renderer="login/logout.html")
    def show(self) -> dict[str, Any]:
        """Show a button, because a link must not sign anyone out."""
        return {"csrf_token": self.request.session.get_csrf_token()}

    @view_config(request_method="POST", methods=("POST",), read_only="discard")
    def submit(self) -> Response:
        """End the session."""
        target = safe_target(
            self.request.POST.get("next"), host=self.request.host, default="/"
        )
        sign_out(self.request)
        return HTTPSeeOther(target)
