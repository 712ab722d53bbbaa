"""Saving searches, which are everybody's own, and removing them."""

from functools import partial
from urllib.parse import parse_qsl

from pyramid.httpexceptions import HTTPNotFound, HTTPSeeOther
from pyramid.response import Response
from pyramid.view import view_config, view_defaults

from warehouse.http import Request
from warehouse.http.forms import refuse_nul
from warehouse.http.keys import found_by_key
from warehouse.listings import LISTINGS, Listing
from warehouse.listings.saved import SavedSearches, SearchRefused
from warehouse.security import Permission


@view_defaults(
    permission=Permission.ADMIN_DASHBOARD,
    uses_session=True,
    request_method="POST",
    methods=("POST",),
)
class SavedSearchViews:
    """Changing one's own saved searches: nobody else sees them, so no record is kept."""

    def __init__(self, request: Request) -> None:
        refuse_nul(request.POST)
        self.request = request

    @view_config(route_name="admin.saved_searches.add")
    def add(self) -> Response:
        """Save a search of a list, and lead back to it."""
        given = self.request.POST
        listing = self._listing(given.get("list", ""))
        query = given.get("query", "")
        try:
            self.request.service(SavedSearches).save(
                self.request.identity.user, listing, given.get("name", ""), query
            )
        except SearchRefused as refused:
            self.request.session.flash(str(refused), "warning")
        return self._back_to(listing, query)

    @view_config(route_name="admin.saved_searches.remove")
    def remove(self) -> Response:
        """Remove a search of one's own, and lead back to its list."""
        remove = partial(
            self.request.service(SavedSearches).remove, self.request.identity.user
        )
        name = found_by_key(self.request, remove, "You have no such search.")
        return self._back_to(self._listing(name), "")

    def _listing(self, name: str) -> Listing:
        for each in LISTINGS:
            if each.name == name and self.request.has_permission(each.permission):
                return each
        raise HTTPNotFound("There is no such list.")

    def _back_to(self, listing: Listing, query: str) -> Response:
        pairs = parse_qsl(query)
        return HTTPSeeOther(self.request.route_path(listing.route, _query=pairs))
