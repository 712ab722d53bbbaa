"""Every list of /admin: searching, sorting, paging, choosing columns, exporting."""

from typing import Any
from urllib.parse import urlencode

from pyramid.httpexceptions import HTTPBadRequest
from pyramid.response import Response

from warehouse.admin.streaming import ListingBody
from warehouse.admin.views.actions import Offer, offered
from warehouse.admin.views.base import AdminView
from warehouse.bulk.operations import Operation, Operations
from warehouse.db import SessionFactory
from warehouse.http import Request
from warehouse.listings import (
    Column,
    Listing,
    ListingProblem,
    Page,
    Question,
    page_of,
    select_rows,
    shown_columns,
)
from warehouse.listings.export import FORMATS
from warehouse.listings.saved import LONGEST_NAME, SavedSearches
from warehouse.security import Permission

OFFERS = {
    "users": (
        Offer("admin.mailings.search", "Mail to these", Permission.ADMIN_MAIL_WRITE, True),
    ),
    "prohibited-project-names": (
        Offer(
            "admin.prohibited_project_names.add",
            "Prohibit a name",
            Permission.ADMIN_NAMES_WRITE,
        ),
        Offer(
            "admin.prohibited_project_names.bulk",
            "Prohibit many",
            Permission.ADMIN_NAMES_WRITE,
        ),
        Offer(
            "admin.prohibited_project_names.ultranorm_release",
            "Give a similar name away",
            Permission.ADMIN_NAMES_RELEASE,
        ),
    ),
    "prohibited-user-names": (
        Offer(
            "admin.prohibited_user_names.bulk",
            "Prohibit names",
            Permission.ADMIN_USERNAMES_WRITE,
        ),
    ),
    "prohibited-email-domains": (
        Offer(
            "admin.prohibited_email_domains.add",
            "Prohibit a domain",
            Permission.ADMIN_DOMAINS_WRITE,
        ),
    ),
    "classifiers": (
        Offer(
            "admin.classifiers.add", "Add a classifier", Permission.ADMIN_CLASSIFIERS_WRITE
        ),
        Offer("admin.classifiers.sync", "Synchronise", Permission.ADMIN_CLASSIFIERS_WRITE),
    ),
    "tokens": (
        Offer("admin.token.decode", "Decode a token", Permission.ADMIN_TOKENS_READ),
    ),
}
"""What can be done beside each list, by its name."""


class ListingView(AdminView):
    """The view of one list; a subclass names it."""

    listing: Listing

    def __init__(self, request: Request) -> None:
        super().__init__(request)
        self.section = self.listing.route
        given = request.GET
        self.asked = Question(
            search=given.get("q", "")[:1000],
            order=given.get("o", ""),
            after=given.get("after", ""),
            columns=tuple(given.getall("column")),
        )

    def show(self) -> dict[str, Any]:
        """Show one page of the list, or what is wrong with the question."""
        problem, found = None, Page((), (), self.asked.order or self.listing.order, None)
        try:
            found = page_of(self.request.db, self.listing, self.asked)
        except ListingProblem as error:
            self.request.response.status_int = 400
            problem = str(error)
        return self.page(
            listing=self.listing,
            asked=self.asked,
            found=found,
            shown={each.key for each in found.columns},
            url_with=self.url_with,
            may_open=self._may_open,
            actions=offered(
                self.request,
                OFFERS.get(self.listing.name, ()),
                search=self.asked.search,
            ),
            formats=list(FORMATS),
            operations=self._operations(),
            searches=self._searches(),
            **({"problem": problem} if problem else {}),
        )

    def _may_open(self, column: Column) -> bool:
        """Return whether this member of staff may follow the links of a column."""
        needed = column.permission
        return needed is None or bool(self.request.has_permission(needed))

    def _operations(self) -> list[Operation]:
        known = self.request.registry[Operations].on(self.listing.name)
        return [each for each in known if self.request.has_permission(each.permission)]

    def _searches(self) -> dict[str, Any]:
        """Return the searches that one saved, and the query of the one that is shown."""
        service = self.request.service(SavedSearches)
        mine = service.of(self.request.identity.user, self.listing)
        return {
            "mine": [
                (each, f"{self.list_path}{'?' if each.query else ''}{each.query}")
                for each in mine
            ],
            "query": urlencode(self._parameters()),
            "longest": LONGEST_NAME,
        }

    def _parameters(self) -> list[tuple[str, str]]:
        """Return what is asked, but for the page, as parameters of an address."""
        kept = [("q", self.asked.search), ("o", self.asked.order)]
        kept += [("column", each) for each in self.asked.columns]
        return [(key, value) for key, value in kept if value]

    def export(self) -> Response:
        """Send every row that is found, as a stream."""
        named = self.request.GET.get("format", "")
        if named not in FORMATS:
            raise HTTPBadRequest(f"There is no format “{named}”: csv, json.")
        media_type, writer = FORMATS[named]
        try:
            columns = shown_columns(self.listing, self.asked.columns)
            statement = select_rows(self.listing, self.asked)
        except ListingProblem as error:
            raise HTTPBadRequest(str(error)) from error
        response = Response(content_type=media_type, charset="utf-8")
        sessions = self.request.registry[SessionFactory]
        response.app_iter = ListingBody(sessions, statement, columns=columns, writer=writer)
        filename = f"{self.listing.name}.{named}"
        response.headers["Content-Disposition"] = f'attachment; filename="{filename}"'
        return response

    def url_with(self, **changed: str | None) -> str:
        """Return the address of this list, with some of its parameters changed."""
        query = [(key, value) for key, value in self._parameters() if key not in changed]
        query += [(key, value) for key, value in changed.items() if value]
        return str(self.request.route_path(self.section, _query=query))
