"""The overview of one's own account."""

from typing import Any

from pyramid.view import view_config, view_defaults

from warehouse.accounts.services.terms import TermsService
from warehouse.macaroons import queries as macaroons
from warehouse.manage.views.account.base import AccountView
from warehouse.packaging import queries as packaging
from warehouse.security import Permission


@view_defaults(
    route_name="manage.account",
    renderer="manage/account/overview.html",
    permission=Permission.ACCOUNT_SECURE,
    uses_session=True,
)
class OverviewView(AccountView):
    """The page about how one's own account is."""

    section = "manage.account"

    @view_config()
    def show(self) -> dict[str, Any]:
        """Show projects, and how safe the account is."""
        return self.page(
            projects=packaging.projects_of(self.request.db, self.user.id),
            has_agreed=self.request.service(TermsService).has_agreed(self.user),
            tokens=macaroons.macaroons_of(self.request.db, self.user),
        )
