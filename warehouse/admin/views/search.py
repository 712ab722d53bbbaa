"""The one search box of staff."""

from typing import Any

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.response import Response
from pyramid.view import view_config, view_defaults

from warehouse.admin.views.base import AdminView
from warehouse.listings.finding import LONGEST, find
from warehouse.security import Permission


@view_defaults(permission=Permission.ADMIN_DASHBOARD, uses_session=True)
class SearchView(AdminView):
    """Leads to whatever is pasted; tokens are pasted, too, so a form posts it."""

    section = "admin.search"

    @view_config(route_name="admin.search", renderer="admin/search.html")
    def show(self) -> dict[str, Any] | Response:
        """Show what the address asks for."""
        return self._answer(self.request.GET.get("q", ""))

    @view_config(
        route_name="admin.search",
        renderer="admin/search.html",
        request_method="POST",
        methods=("POST",),
        read_only="discard",
    )
    def submit(self) -> dict[str, Any] | Response:
        """Go to the one answer, or show all."""
        return self._answer(self.request.POST.get("q", ""))

    def _answer(self, text: str) -> dict[str, Any] | Response:
        asked = text.strip()[:LONGEST]
        found = [
            (each, self.request.route_path(each.route, **each.parts))
            for each in find(self.request.db, asked)
            if self.request.has_permission(each.permission)
        ]
        if len(found) == 1:
            return HTTPSeeOther(found[0][1])
        return self.page(asked=asked, found=found)
