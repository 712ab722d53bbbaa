"""Signing in by an identity provider: leaving for it, and coming back."""

from functools import partial

from pyramid.httpexceptions import HTTPNotFound, HTTPSeeOther
from pyramid.response import Response
from pyramid.view import view_config

from warehouse.accounts.errors import AccountError, LoginFailed
from warehouse.accounts.explanations import explain_login
from warehouse.accounts.policy import note_password
from warehouse.accounts.services.logins import LoginService
from warehouse.http import Request
from warehouse.http.redirects import safe_target
from warehouse.http.transactions import release_connection
from warehouse.i18n import _
from warehouse.login.arrivals import arrive, ask
from warehouse.login.remembering import is_remembered_as
from warehouse.login.single_sign_on import (
    Purpose,
    Visit,
    begin,
    provider,
    resume,
)
from warehouse.security import LinkBroken, LinkExpired
from warehouse.single_sign_on.errors import (
    AssertionInvalid,
    SignOnError,
)
from warehouse.single_sign_on.explanations import explain
from warehouse.single_sign_on.providers import Assertion, Provider
from warehouse.single_sign_on.relying_party import RelyingParty
from warehouse.single_sign_on.services import IdentityService

_BACK = {
    Purpose.SIGN_IN: "login.login",
    Purpose.LINK: "manage.account.two_factor",
    Purpose.CONFIRM: "manage.account",
}


class SingleSignOnView:
    """The base of views that only exist where there is an identity provider."""

    def __init__(self, request: Request) -> None:
        self.request = request
        found = provider(request)
        if found is None:
            raise HTTPNotFound(_("There is no identity provider to sign in by here."))
        self.provider: Provider = found

    def back(self, route: str, *sentences: str) -> Response:
        """Lead to a page that says what was wrong."""
        for sentence in sentences:
            self.request.session.flash(sentence)
        return HTTPSeeOther(self.request.route_path(route))


@view_config(route_name="login.single_sign_on", uses_session=True)
class LeavingView(SingleSignOnView):
    """The link that leads to the identity provider."""

    def __call__(self) -> Response:
        """Send the browser there; `for` says why, and `next` where it goes after."""
        request = self.request
        try:
            purpose = Purpose(request.GET.get("for", Purpose.SIGN_IN))
        except ValueError:
            purpose = Purpose.SIGN_IN
        account = request.route_path("manage.account")
        target = safe_target(request.GET.get("next"), host=request.host, default=account)
        is_known = request.identity is not None
        if is_known and purpose is Purpose.SIGN_IN:
            return HTTPSeeOther(target)
        if not is_known and purpose is not Purpose.SIGN_IN:
            return self.back("login.login")
        ceremony = begin(request, self.provider, purpose, target)
        # The provider may be asked where people sign in, and may take seconds to answer.
        release_connection(request)
        try:
            return HTTPSeeOther(request.registry[RelyingParty].address(ceremony))
        except SignOnError as error:
            request.log.warning("single_sign_on_unavailable", problem=str(error))
            return self.back(_BACK[purpose], *explain(error, self.provider.label))


@view_config(route_name="login.single_sign_on.return", uses_session=True)
class ReturnView(SingleSignOnView):
    """Where the identity provider sends people back to."""

    def __call__(self) -> Response:
        """Go on with what the browser left for."""
        request, label = self.request, self.provider.label
        try:
            visit = resume(request, self.provider)
        except LinkExpired:
            return self.back("login.login", _("The sign-in took too long. Begin again."))
        except LinkBroken:
            error: Exception = AssertionInvalid("it was not begun here")
            return self.back("login.login", *explain(error, label))
        try:
            with request.service(LoginService).counting(request.actor):
                return self._go_on(visit, self._asserted(visit))
        except LoginFailed as error:
            return self.back(_BACK[visit.purpose], *explain_login(error))
        except (SignOnError, AccountError) as error:
            request.log.info("single_sign_on_refused", reason=type(error).__name__)
            return self.back(_BACK[visit.purpose], *explain(error, label))

    def _asserted(self, visit: Visit) -> Assertion:
        """Ask the provider who it is; no connection to the database waits meanwhile."""
        release_connection(self.request)
        party: RelyingParty = self.request.registry[RelyingParty]
        return party.assertion(visit.ceremony, self.request.GET)

    def _go_on(self, visit: Visit, said: Assertion) -> Response:
        if visit.purpose is Purpose.SIGN_IN:
            is_remembered = partial(is_remembered_as, visit.remembered)
            return arrive(self.request, said, visit.target, is_remembered=is_remembered)
        if visit.purpose is Purpose.LINK:
            return ask(self.request, said, "manage.account.single_sign_on")
        user = self.request.service(IdentityService).opened_by(said)
        if str(user.id) != visit.user_id:
            raise AssertionInvalid("it is the identity of somebody else")
        note_password(self.request)
        return HTTPSeeOther(visit.target)
