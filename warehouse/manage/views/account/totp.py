"""Adding the authenticator app of an account, and removing it."""

import base64
import io
from typing import Any

import segno
from pyramid.httpexceptions import HTTPNotFound, HTTPSeeOther
from pyramid.response import Response
from pyramid.view import view_config, view_defaults

from warehouse.accounts import totp
from warehouse.accounts.errors import LastFactor, LoginFailed
from warehouse.accounts.explanations import explain_login
from warehouse.accounts.forms import TotpForm
from warehouse.accounts.policy import keep_session
from warehouse.accounts.services.logins import LoginService
from warehouse.accounts.services.totp import TotpService
from warehouse.http import Request
from warehouse.i18n import _
from warehouse.manage.views.account.base import AccountView
from warehouse.manage.views.account.prerequisites import missing_step
from warehouse.manage.views.account.two_factor import SECTION
from warehouse.security import Permission

_SECRET = "totp.secret"  # noqa: S105


@view_defaults(
    route_name="manage.account.totp",
    renderer="manage/account/totp.html",
    permission=Permission.ACCOUNT_SECURE,
    uses_session=True,
    requires_reauth=True,
)
class TotpViews(AccountView):
    """The page that adds an authenticator app."""

    section = SECTION

    @view_config(request_method=("GET", "HEAD"))
    def show(self) -> dict[str, Any] | Response:
        """Show a new secret as a picture and as text."""
        step = missing_step(self.request, self.user)
        if step is not None:
            return step
        secret = totp.new_secret()
        self.request.session[_SECRET] = secret.hex()
        return self._page(TotpForm(), secret)

    @view_config(request_method="POST", methods=("POST",))
    def submit(self) -> dict[str, Any] | Response:
        """Add the authenticator if the code shows that it has the secret."""
        step = missing_step(self.request, self.user)
        secret = _secret_of(self.request)
        if step is not None or secret is None:
            return step or HTTPSeeOther(self.request.route_path("manage.account.totp"))
        form = TotpForm(self.request.POST)
        if not form.validate():
            return self._page(form, secret)
        code = form.totp_value.data or ""
        try:
            self.request.service(TotpService).add(
                self.user, secret, code, actor=self.request.actor
            )
        except LoginFailed as error:
            form.totp_value.errors = explain_login(error)
            return self._page(form, secret)
        del self.request.session[_SECRET]
        keep_session(self.request)
        self.request.session.flash(_("Your authenticator app is added."))
        return HTTPSeeOther(self.request.route_path(SECTION))

    @view_config(request_method="POST", methods=("POST",), request_param="confirm_password")
    def remove(self) -> Response:
        """Remove the authenticator if the password is right."""
        password = self.request.POST["confirm_password"]
        logins = self.request.service(LoginService)
        try:
            logins.check_password(self.user.username, password, actor=self.request.actor)
            self.request.service(TotpService).remove(self.user, actor=self.request.actor)
        except LoginFailed as error:
            self.request.session.flash(str(explain_login(error)[0]))
        except LastFactor:
            last = _("Add another second factor before you remove the only one.")
            self.request.session.flash(last)
        else:
            keep_session(self.request)
            self.request.session.flash(_("Your authenticator app is removed."))
        return HTTPSeeOther(self.request.route_path(SECTION))

    def _page(self, form: TotpForm, secret: bytes) -> dict[str, Any]:
        text = base64.b32encode(secret).decode()
        groups = [text[start : start + 4] for start in range(0, len(text), 4)]
        return self.page(form=form, secret=" ".join(groups))


@view_config(
    route_name="manage.account.totp.image",
    permission=Permission.ACCOUNT_SECURE,
    uses_session=True,
)
def image(request: Request) -> Response:
    """Return the secret as a QR code, to be read by an authenticator app."""
    secret = _secret_of(request)
    if secret is None:
        return HTTPNotFound()
    uri = totp.provisioning_uri(
        secret,
        username=request.identity.user.username,
        issuer=request.settings.site.name,
    )
    drawn = io.BytesIO()
    segno.make(uri, micro=False).save(drawn, kind="svg", scale=4, light="white")
    return Response(drawn.getvalue(), content_type="image/svg+xml")


def _secret_of(request: Request) -> bytes | None:
    kept = request.session.get(_SECRET)
    return None if kept is None else bytes.fromhex(kept)
