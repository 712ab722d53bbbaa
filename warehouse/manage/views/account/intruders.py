"""Shutting out whoever has somebody's password, session or tokens."""

from typing import Any

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.response import Response
from pyramid.view import view_config, view_defaults

from warehouse.http import Request
from warehouse.i18n import _
from warehouse.macaroons import queries as macaroons
from warehouse.macaroons.services import TokenService
from warehouse.manage.forms import ChangePasswordForm
from warehouse.manage.views.account.base import AccountView
from warehouse.manage.views.account.password import change_password
from warehouse.security import Permission
from warehouse.single_sign_on.services import IdentityService


@view_defaults(
    route_name="manage.account.intruders",
    renderer="manage/account/intruders.html",
    permission=Permission.ACCOUNT_SECURE,
    uses_session=True,
)
class IntruderViews(AccountView):
    """The one page that ends sessions, tokens and the password together."""

    section = "manage.account.history"

    def __init__(self, request: Request) -> None:
        super().__init__(request)
        self.tokens = macaroons.macaroons_of(request.db, self.user)

    @view_config(request_method=("GET", "HEAD"))
    def show(self) -> dict[str, Any]:
        """Say what will end."""
        return self.page(form=ChangePasswordForm(), tokens=self.tokens)

    @view_config(request_method="POST", methods=("POST",))
    def end(self) -> dict[str, Any] | Response:
        """Set another password and revoke all tokens; only this session goes on."""
        form = ChangePasswordForm(self.request.POST)
        if not change_password(self.request, form):
            return self.page(form=form, tokens=self.tokens)
        tokens = self.request.service(TokenService)
        tokens.revoke_all(self.user, actor=self.request.actor)
        identities = self.request.service(IdentityService)
        identities.unlink_all(self.user, actor=self.request.actor)
        told = _("The password is changed, all tokens are revoked, other sessions ended.")
        self.request.session.flash(told)
        return HTTPSeeOther(self.request.route_path("manage.account.history"))
