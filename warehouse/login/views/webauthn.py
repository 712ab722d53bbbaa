"""Security keys and passkeys at the sign-in, in JSON for a script."""

from typing import Any

from pyramid.view import view_config, view_defaults

from warehouse.accounts.errors import LoginFailed, TooManyAttempts
from warehouse.accounts.explanations import explain_login
from warehouse.accounts.policy import sign_in
from warehouse.accounts.services.logins import LoginService
from warehouse.accounts.services.security_keys import (
    METHOD,
    PASSKEY,
    REAUTHENTICATION,
    SECOND_FACTOR,
    SecurityKeyService,
)
from warehouse.http import Request
from warehouse.http.limits import too_many
from warehouse.http.redirects import safe_target
from warehouse.i18n import _
from warehouse.login.views.two_factor import Over, SecondFactorView
from warehouse.security import Permission


def failed(request: Request, sentence: str) -> dict[str, Any]:
    """Return the answer that says why a key was refused, and make it a 400."""
    request.response.status_code = 400
    return failure(sentence)


def failure(sentence: str) -> dict[str, Any]:
    """Return what a script is told that asked for something in vain."""
    return {"fail": {"errors": [str(sentence)]}}


def refused(request: Request, error: LoginFailed) -> dict[str, Any]:
    """Return the answer for `error`, which says when to try again if it was too often."""
    if isinstance(error, TooManyAttempts):
        too_many(request, error.seconds)
        return failure(str(explain_login(error)[0]))
    return failed(request, str(explain_login(error)[0]))


@view_defaults(renderer="json", uses_session=True)
class SecurityKeyViews(SecondFactorView):
    """The second factor, proved by a key of the account."""

    @view_config(route_name="login.webauthn.options")
    def options(self) -> dict[str, Any]:
        """Return what to ask the browser for."""
        try:
            waiting = self.resume()
        except Over as reason:
            return failed(self.request, str(reason))
        keys = self.request.service(SecurityKeyService)
        return keys.ceremonies.options_to_prove(waiting.user, purpose=SECOND_FACTOR)

    @view_config(
        route_name="login.webauthn.validate",
        request_method="POST",
        methods=("POST",),
        read_only="discard",
    )
    def validate(self) -> dict[str, Any]:
        """Sign in if a key of the account signed."""
        try:
            waiting = self.resume()
        except Over as reason:
            return failed(self.request, str(reason))
        try:
            key = self.request.service(SecurityKeyService).check(
                waiting.user,
                self.request.POST.get("credential", ""),
                purpose=SECOND_FACTOR,
                actor=self.request.actor,
            )
        except LoginFailed as error:
            return refused(self.request, error)
        self.finish(waiting, METHOD, key.label)
        self.remember(waiting, self.request.response)
        return {"success": str(_("You are signed in.")), "redirect_to": waiting.target}


@view_defaults(renderer="json", uses_session=True)
class PasskeyViews:
    """Signing in with a passkey, which says who it is and is both factors."""

    def __init__(self, request: Request) -> None:
        self.request = request

    @view_config(route_name="login.passkey.options")
    def options(self) -> dict[str, Any]:
        """Return what asks for any passkey of this site."""
        keys = self.request.service(SecurityKeyService)
        return keys.ceremonies.options_to_prove(None, purpose=PASSKEY)

    @view_config(
        route_name="login.passkey.validate",
        request_method="POST",
        methods=("POST",),
        read_only="discard",
    )
    def validate(self) -> dict[str, Any]:
        """Sign in whoever the passkey belongs to."""
        answer = self.request.POST.get("credential", "")
        try:
            key = self.request.service(SecurityKeyService).check_passkey(
                answer, actor=self.request.actor
            )
        except LoginFailed as error:
            return refused(self.request, error)
        self.request.service(LoginService).complete(
            key.user, actor=self.request.actor, method=METHOD, label=key.label
        )
        sign_in(self.request, key.user)
        default = self.request.route_path("manage.account")
        wanted = self.request.POST.get("next")
        target = safe_target(wanted, host=self.request.host, default=default)
        return {"success": str(_("You are signed in.")), "redirect_to": target}


@view_config(
    route_name="login.reauthenticate.options",
    renderer="json",
    permission=Permission.ACCOUNT_VISIT,
    uses_session=True,
)
def reauthentication_options(request: Request) -> dict[str, Any]:
    """Return what asks for a key of whoever is signed in."""
    keys = request.service(SecurityKeyService)
    user = request.identity.user
    return keys.ceremonies.options_to_prove(user, purpose=REAUTHENTICATION)
