"""What the pages of /admin share."""

from typing import Any

from warehouse.admin.menu import groups
from warehouse.http import Request
from warehouse.http.forms import refuse_nul
from warehouse.http.frames import frame


class AdminView:
    """The base of views for staff, which are all in one frame."""

    section: str
    """The route of the menu's entry that is marked."""

    def __init__(self, request: Request) -> None:
        refuse_nul(request.POST)
        self.request = request

    @property
    def list_path(self) -> str:
        """Return the address of the menu's entry, which is mostly a list."""
        return str(self.request.route_path(self.section))

    def page(self, **values: Any) -> dict[str, Any]:
        """Return the values of a template in the frame of staff."""
        return {
            **frame(self.request),
            "section": self.section,
            "groups": groups(self.request),
            "may": self.request.has_permission,
            **values,
        }
