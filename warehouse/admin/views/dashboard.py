"""What needs somebody, and who may do what."""

from typing import Any

from pyramid.view import view_config, view_defaults

from warehouse.admin.views.base import AdminView
from warehouse.security import Permission
from warehouse.security.permissions import GROUPS, STAFF_RIGHTS

GROUP_TITLES = ("Administrators", "Support", "Moderators", "PSF staff")


@view_defaults(permission=Permission.ADMIN_DASHBOARD, uses_session=True)
class RolesView(AdminView):
    """The table of rights of staff."""

    section = "admin.roles"

    @view_config(route_name="admin.roles", renderer="admin/roles.html")
    def show(self) -> dict[str, Any]:
        """Show which group may do what."""
        return self.page(
            titles=GROUP_TITLES,
            rights=[
                (right, [group in right.groups for group in GROUPS])
                for right in STAFF_RIGHTS
            ],
        )


@view_defaults(permission=Permission.ADMIN_DASHBOARD, uses_session=True)
class DashboardView(AdminView):
    """The first page of /admin."""

    section = "admin.dashboard"

    @view_config(route_name="admin.dashboard", renderer="admin/dashboard.html")
    def show(self) -> dict[str, Any]:
        """Show what needs somebody."""
        return self.page()
