"""The settings in force, and where each comes from; secrets are not shown."""

from typing import Any

from pyramid.view import view_config

from warehouse.admin.views.base import AdminView
from warehouse.attestations.services import TrustRootService
from warehouse.security import Permission
from warehouse.settings import Origin, origins


class SettingsView(AdminView):
    """The page of settings."""

    section = "admin.settings"

    @view_config(
        route_name="admin.settings",
        permission=Permission.ADMIN_SETTINGS_READ,
        uses_session=True,
        renderer="admin/settings.html",
    )
    def show(self) -> dict[str, Any]:
        """Show every setting."""
        found = [(each, said(each)) for each in origins(self.request.settings)]
        trust_root = self.request.service(TrustRootService).stored
        return self.page(settings=found, trust_root=trust_root)


def said(origin: Origin) -> str:
    """Return a value as it may be shown."""
    value = origin.value
    if origin.variable.is_secret:
        return "(secret)" if value else ""
    if value is None:
        return ""
    if isinstance(value, tuple | list | frozenset | set):
        return " ".join(str(each) for each in value)
    return str(value)
