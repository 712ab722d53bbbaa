"""The page about what others see of an account."""

from typing import Any

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.response import Response
from pyramid.view import view_config, view_defaults

from warehouse.accounts.errors import AccountError
from warehouse.accounts.explanations import explain
from warehouse.accounts.services.addresses import AddressService
from warehouse.accounts.services.users import UserService
from warehouse.i18n import _
from warehouse.manage.forms import ProfileForm
from warehouse.manage.views.account.base import AccountView
from warehouse.security import Permission


@view_defaults(
    route_name="manage.account.profile",
    renderer="manage/account/profile.html",
    permission=Permission.ACCOUNT_SECURE,
    uses_session=True,
    requires_reauth=True,
)
class ProfileViews(AccountView):
    """Changing the name and the address that others see."""

    section = "manage.account.profile"

    @view_config(request_method=("GET", "HEAD"))
    def show(self) -> dict[str, Any]:
        """Show what others see."""
        public = self.user.public_email
        shown = {"name": self.user.name, "public_email": public.email if public else ""}
        return self.page(form=self._form(data=shown))

    @view_config(request_method="POST", methods=("POST",))
    def submit(self) -> dict[str, Any] | Response:
        """Change it."""
        form = self._form(self.request.POST)
        if not form.validate():
            return self.page(form=form)
        try:
            self.request.service(AddressService).publish(
                self.user, form.public_email.data or None, actor=self.request.actor
            )
        except AccountError as error:
            form.public_email.errors = explain(error)
            return self.page(form=form)
        self.request.service(UserService).rename(self.user, form.name.data or "")
        self.flash(_("Your profile is changed."))
        return HTTPSeeOther(self.request.route_path("manage.account.profile"))

    def _form(self, *args: Any, **values: Any) -> ProfileForm:
        form = ProfileForm(*args, **values)
        verified = [each.email for each in self.user.emails if each.verified]
        form.public_email.choices = [("", _("None")), *((each, each) for each in verified)]
        return form
