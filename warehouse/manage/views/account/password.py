"""The page on which people change their password."""

from typing import Any

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.response import Response
from pyramid.view import view_config, view_defaults

from warehouse.accounts.errors import AccountError, LoginFailed, TooManyAttempts
from warehouse.accounts.explanations import explain
from warehouse.accounts.policy import sign_in
from warehouse.accounts.services.passwords import PasswordService
from warehouse.http import Request
from warehouse.http.limits import too_many
from warehouse.i18n import _
from warehouse.manage.forms import ChangePasswordForm
from warehouse.manage.views.account.base import AccountView
from warehouse.security import Permission


@view_defaults(
    route_name="manage.account.password",
    renderer="manage/account/password.html",
    permission=Permission.ACCOUNT_SECURE,
    uses_session=True,
)
class PasswordViews(AccountView):
    """Changing the password."""

    section = "manage.account.password"

    @view_config(request_method=("GET", "HEAD"))
    def show(self) -> dict[str, Any]:
        """Ask for the password, and for another."""
        return self.page(form=ChangePasswordForm())

    @view_config(request_method="POST", methods=("POST",))
    def submit(self) -> dict[str, Any] | Response:
        """Set the other password; this session goes on, and all others end."""
        form = ChangePasswordForm(self.request.POST)
        if not change_password(self.request, form):
            return self.page(form=form)
        self.flash(_("Your password is changed. All other sessions have ended."))
        return HTTPSeeOther(self.request.route_path("manage.account.password"))


def change_password(request: Request, form: ChangePasswordForm) -> bool:
    """Set the other password and keep this session, or say in the form why not."""
    if not form.validate():
        return False
    user = request.identity.user
    try:
        request.service(PasswordService).change(
            user,
            current=form.password.data or "",
            new=form.new_password.data or "",
            actor=request.actor,
        )
    except AccountError as error:
        field = form.password if isinstance(error, LoginFailed) else form.new_password
        field.errors = explain(error)
        if isinstance(error, TooManyAttempts):
            too_many(request, error.seconds)
        return False
    sign_in(request, user)
    return True
