"""The page about the e-mail addresses of one's account."""

from collections.abc import Callable
from typing import Any

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.response import Response
from pyramid.view import view_config, view_defaults

from warehouse.accounts.errors import (
    AccountError,
    LoginFailed,
    TooManyAttempts,
    TooManyRequests,
)
from warehouse.accounts.explanations import explain
from warehouse.accounts.models import Email
from warehouse.accounts.services.addresses import AddressService
from warehouse.accounts.services.primary import PrimaryAddressService
from warehouse.http.limits import too_many
from warehouse.i18n import _
from warehouse.manage.forms import AddressForm, PrimaryAddressForm
from warehouse.manage.views.account.base import AccountView
from warehouse.security import Permission


@view_defaults(
    route_name="manage.account.emails",
    renderer="manage/account/emails.html",
    permission=Permission.ACCOUNT_SECURE,
    uses_session=True,
    requires_reauth=True,
)
class EmailViews(AccountView):
    """Adding addresses, proving and removing them."""

    section = "manage.account.emails"

    def page(self, **values: Any) -> dict[str, Any]:
        """Return what the template shows: the addresses, the primary one first."""
        emails = sorted(self.user.emails, key=lambda each: (not each.primary, each.id))
        shown = {"form": AddressForm(), "emails": emails, **values}
        return super().page(**shown)

    @view_config(request_method=("GET", "HEAD"))
    def show(self) -> dict[str, Any]:
        """Show the addresses."""
        return self.page()

    @view_config(request_method="POST", methods=("POST",), request_param="email")
    def add(self) -> dict[str, Any] | Response:
        """Add an address, and have it verified."""
        form = AddressForm(self.request.POST)
        if not form.validate():
            return self.page(form=form)
        return self.adding(form, self._add)

    def adding(
        self, form: AddressForm, add: Callable[[str], Email]
    ) -> dict[str, Any] | Response:
        """Call `add` with the address of the form, and say what became of it."""
        try:
            email = add(form.email.data or "")
        except AccountError as error:
            self._say_when(error)
            form.email.errors = explain(error)
            return self.page(form=form)
        address = {"address": email.email}
        return self._done(_("A link was sent to ${address}.", mapping=address))

    def _add(self, text: str) -> Email:
        addresses = self.request.service(AddressService)
        return addresses.add(self.user, text, actor=self.request.actor)

    @view_config(
        request_method="POST", methods=("POST",), request_param="reverify_email_id"
    )
    def send_again(self) -> Response:
        """Send the link to an address again."""
        email = self._own("reverify_email_id")
        if email is None:
            return self._done(_("The account has no such address."))
        self.ask_for_proof(email)
        return self._done()

    @view_config(request_method="POST", methods=("POST",), request_param="delete_email_id")
    def remove(self) -> Response:
        """Remove an address."""
        email = self._own("delete_email_id")
        if email is None:
            return self._done(_("The account has no such address."))
        address = {"address": email.email}
        try:
            self.request.service(AddressService).remove(email, actor=self.request.actor)
        except AccountError as error:
            return self._done(*explain(error))
        return self._done(_("${address} is removed.", mapping=address))

    @view_config(
        request_method="POST",
        methods=("POST",),
        request_param="primary_email_id",
        permission=Permission.ACCOUNT_MANAGE,
    )
    def choose_primary(self) -> dict[str, Any] | Response:
        """Have all mail sent to another address from now on."""
        return self.change_primary(PrimaryAddressForm(self.request.POST))

    def change_primary(self, form: PrimaryAddressForm) -> dict[str, Any] | Response:
        """Make the chosen address the primary one, if the password is right."""
        email = self._own("primary_email_id")
        if email is None:
            return self._done(_("The account has no such address."))
        try:
            self.request.service(PrimaryAddressService).choose(
                email, password=form.confirm_password.data or "", actor=self.request.actor
            )
        except AccountError as error:
            self._say_when(error)
            nothing = [_("Nothing was changed.")] if isinstance(error, LoginFailed) else []
            return self.page(problem=" ".join(map(str, [*explain(error), *nothing])))
        said = _("${address} is your primary address.", mapping={"address": email.email})
        return self._done(said)

    def _own(self, field: str) -> Email | None:
        """Return the address of this account that a form names."""
        key = self.request.POST.get(field, "")
        return next((each for each in self.user.emails if str(each.id) == key), None)

    def _say_when(self, error: AccountError) -> None:
        if isinstance(error, (TooManyRequests, TooManyAttempts)):
            too_many(self.request, error.seconds)

    def _done(self, *sentences: str) -> Response:
        self.flash(*sentences)
        return HTTPSeeOther(self.request.route_path(self.section))
