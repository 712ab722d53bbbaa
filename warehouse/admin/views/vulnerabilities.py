"""One advisory, and deleting it."""

from functools import cached_property
from typing import Any

from pyramid.httpexceptions import HTTPNotFound
from pyramid.view import view_config, view_defaults

from warehouse.admin.views.actions import Action, Offer, action, offered
from warehouse.admin.views.base import AdminView
from warehouse.events.staff import State
from warehouse.http import Request
from warehouse.listings.histories import actions_on
from warehouse.security import Permission
from warehouse.vulnerabilities import queries
from warehouse.vulnerabilities.models import Vulnerability
from warehouse.vulnerabilities.services import VulnerabilityService

MOST_RELEASES = 200
"""Releases that the page of an advisory names, and names that it is about."""

_OFFERS = (
    Offer("admin.vulnerability.delete", "Delete", Permission.ADMIN_VULNERABILITIES_WRITE),
)


class OfVulnerability:
    """The base of what is about the advisory that the URL names."""

    request: Request
    section = "admin.vulnerabilities"

    @cached_property
    def vulnerability(self) -> Vulnerability:
        """Return the advisory; raises `HTTPNotFound`."""
        place = self.request.matchdict
        found = queries.vulnerability_named(self.request.db, place["source"], place["id"])
        if found is None:
            raise HTTPNotFound("There is no such advisory.")
        return found

    @property
    def place(self) -> dict[str, str]:
        """Return the parts of its address."""
        return {"source": self.vulnerability.source, "id": self.vulnerability.id}


@view_defaults(permission=Permission.ADMIN_VULNERABILITIES_READ, uses_session=True)
class VulnerabilityView(OfVulnerability, AdminView):
    """The page about one advisory."""

    @view_config(route_name="admin.vulnerability", renderer="admin/vulnerability.html")
    def show(self) -> dict[str, Any]:
        """Show what its source says of it, and which releases have it."""
        db, found = self.request.db, self.vulnerability
        releases = queries.affected_releases(db, found, limit=MOST_RELEASES + 1)
        names = queries.names_about(db, found, limit=MOST_RELEASES + 1)
        return self.page(
            vulnerability=found,
            releases=releases[:MOST_RELEASES],
            has_more=len(releases) > MOST_RELEASES,
            names=names[:MOST_RELEASES],
            has_more_names=len(names) > MOST_RELEASES,
            stream=actions_on(db, "vulnerability", found.key),
            actions=offered(self.request, _OFFERS, **self.place),
        )


@action("admin.vulnerability.delete", Permission.ADMIN_VULNERABILITIES_WRITE)
class DeleteVulnerability(OfVulnerability, Action):
    """Delete an advisory."""

    name, title, is_danger = "vulnerability.delete", "Delete the advisory", True

    @property
    def subject(self) -> tuple[str, str, str]:
        """Return the advisory."""
        found = self.vulnerability
        return "vulnerability", str(found.key), found.id

    @property
    def back(self) -> str:
        """Return the page about the advisory."""
        return str(self.request.route_path("admin.vulnerability", **self.place))

    def effects(self) -> list[str]:
        """Say where it is shown, and that it may come back."""
        db, found = self.request.db, self.vulnerability
        releases = queries.releases_with(db, found.source, [found.id])
        count = len(releases.get(found.id, ()))
        return [
            f"Pages and documents of {count} releases of ours, and of projects of the same "
            "names elsewhere, no longer show it.",
            f"It comes back when {found.source} reports it again.",
        ]

    def state(self) -> State:
        """Return what the source says of it."""
        return queries.described(self.vulnerability)

    def act(self, form: Any) -> str:
        """Delete it."""
        id_ = self.vulnerability.id
        self.request.service(VulnerabilityService).delete(self.vulnerability)
        self.is_gone = True
        return f"{id_} is deleted."
