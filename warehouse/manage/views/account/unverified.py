"""The page for people whose primary address is not verified."""

from typing import Any

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.response import Response
from pyramid.view import view_config, view_defaults

from warehouse.accounts.models import Email
from warehouse.accounts.services.primary import PrimaryAddressService
from warehouse.manage.forms import AddressForm, PrimaryAddressForm
from warehouse.manage.views.account.emails import EmailViews
from warehouse.packaging import queries as packaging
from warehouse.security import Permission


@view_defaults(
    route_name="manage.unverified",
    renderer="manage/account/unverified.html",
    permission=Permission.ACCOUNT_VISIT,
    uses_session=True,
    requires_reauth=True,
)
class UnverifiedView(EmailViews):
    """Says that the primary address is to be verified first, or to be another."""

    section = "manage.unverified"

    def page(self, **values: Any) -> dict[str, Any]:
        """Return what the template shows."""
        others = [each for each in self.user.emails if each.verified and not each.primary]
        return super().page(others=others, may_replace=self._may_replace, **values)

    @view_config(request_method=("GET", "HEAD"))
    def show(self) -> dict[str, Any] | Response:
        """Name the address, or lead on if it is verified."""
        if self.user.has_verified_primary_email:
            return HTTPSeeOther(self.request.route_path("manage.account"))
        return self.page()

    @view_config(
        request_method="POST", methods=("POST",), request_param="reverify_email_id"
    )
    def send_again(self) -> Response:
        """Send the link to the primary address again."""
        return super().send_again()

    @view_config(request_method="POST", methods=("POST",), request_param="primary_email_id")
    def choose_primary(self) -> dict[str, Any] | Response:
        """Make an address the primary one that was verified before."""
        return self.change_primary(PrimaryAddressForm(self.request.POST))

    @view_config(request_method="POST", methods=("POST",), request_param="email")
    def add(self) -> dict[str, Any] | Response:
        """Put another address in the place of the primary one."""
        form = AddressForm(self.request.POST)
        if not form.validate():
            return self.page(form=form)
        return self.adding(form, self._replace)

    def _replace(self, text: str) -> Email:
        return self.request.service(PrimaryAddressService).replace_unverified(
            self.user,
            text,
            has_projects=self._has_projects,
            actor=self.request.actor,
        )

    @property
    def _may_replace(self) -> bool:
        return not self._has_projects and not self.user.has_second_factor

    @property
    def _has_projects(self) -> bool:
        return bool(packaging.projects_of(self.request.db, self.user.id))
