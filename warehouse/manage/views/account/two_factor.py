"""The overview of what proves a person at the sign-in."""

from typing import Any

from pyramid.view import view_config, view_defaults

from warehouse.manage.views.account.base import AccountView
from warehouse.security import Permission

SECTION = "manage.account.two_factor"


@view_defaults(
    route_name="manage.account.two_factor",
    renderer="manage/account/two_factor.html",
    permission=Permission.ACCOUNT_SECURE,
    uses_session=True,
    requires_reauth=True,
)
class TwoFactorView(AccountView):
    """The page about second factors and recovery codes."""

    section = SECTION

    @view_config()
    def show(self) -> dict[str, Any]:
        """Show what there is, and what is the next step."""
        return self.page()
