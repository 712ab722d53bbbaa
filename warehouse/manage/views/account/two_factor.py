"""The overview of what proves a person at the sign-in."""

from typing import Any

from pyramid.view import view_config, view_defaults

from warehouse.manage.views.account.base import AccountView
from warehouse.security import Permission
from warehouse.single_sign_on import queries
from warehouse.single_sign_on.providers import labels_of, provider_of
from warehouse.single_sign_on.services import DirectoryService, IdentityService

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
        request, provider = self.request, provider_of(self.request.settings.single_sign_on)
        identities = queries.identities_of(request.db, self.user)
        usable = {each.id for each in request.service(IdentityService).ways_in(self.user)}
        may_link = provider is not None and not usable
        return self.page(
            provider=provider,
            labels=labels_of(request.settings),
            identities=identities,
            usable=usable,
            may_link=may_link,
            directory=request.settings.directory.name,
            may_link_directory=request.service(DirectoryService).may_link(self.user),
        )
