"""The page for people whose primary address is not verified."""

from typing import Any

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.response import Response
from pyramid.view import view_config, view_defaults

from warehouse.manage.views.account.base import AccountView
from warehouse.security import Permission


@view_defaults(
    route_name="manage.unverified",
    renderer="manage/account/unverified.html",
    permission=Permission.ACCOUNT_VISIT,
    uses_session=True,
)
class UnverifiedView(AccountView):
    """Says that the primary address is to be verified first."""

    section = "manage.unverified"

    @view_config(
        request_method="POST", methods=("POST",), request_param="reverify_email_id"
    )
    def send_again(self) -> Response:
        """Send the link to the primary address again."""
        email = self.user.primary_email
        if email is not None:
            self.ask_for_proof(email)
        return HTTPSeeOther(self.request.route_path("manage.unverified"))

    @view_config(request_method=("GET", "HEAD"))
    def show(self) -> dict[str, Any] | Response:
        """Name the address, or lead on if it is verified."""
        if self.user.has_verified_primary_email:
            return HTTPSeeOther(self.request.route_path("manage.account"))
        return self.page()
