"""Doing one thing to many: choosing, looking at it, starting, watching, stopping."""

import re
from collections.abc import Collection, Mapping, Sequence
from functools import partial
from typing import Any
from uuid import UUID

from pyramid.httpexceptions import HTTPBadRequest, HTTPForbidden, HTTPSeeOther
from pyramid.response import Response
from pyramid.view import view_config, view_defaults

from warehouse.admin.views.actions import needs_another
from warehouse.admin.views.base import AdminView
from warehouse.bulk import queries
from warehouse.bulk.models import BulkAction, BulkItem, BulkStatus, ItemStatus
from warehouse.bulk.operations import Operation, Operations
from warehouse.bulk.services import BulkService, TooManyItems
from warehouse.bulk.tasks import run_bulk
from warehouse.http.keys import found_by_key
from warehouse.listings import LISTINGS, ListingProblem
from warehouse.security import Permission


@view_defaults(permission=Permission.ADMIN_DASHBOARD, uses_session=True)
class BulkView(AdminView):
    """The base: each operation asks for its own permission."""

    @property
    def section(self) -> str:  # type: ignore[override]
        """Return the list that the bulk action is of."""
        return f"admin.{self.operation.listing}"

    @property
    def operation(self) -> Operation:
        """Return the operation of the bulk action."""
        return self.known(self.bulk.operation)

    @property
    def bulk(self) -> BulkAction:
        """Return the bulk action that the URL names; raises `HTTPNotFound`."""
        return found_by_key(
            self.request,
            partial(queries.bulk_with_id, self.request.db),
            "There is no such bulk action.",
        )

    def known(self, name: str) -> Operation:
        """Return an operation that may be done; raises `HTTPBadRequest` or forbids it."""
        operation: Operation | None = self.request.registry[Operations].get(name)
        if operation is None:
            raise HTTPBadRequest(f"There is no operation “{name}”.")
        if not self.request.has_permission(operation.permission):
            raise HTTPForbidden
        return operation

    def place_of(self, bulk: BulkAction) -> str:
        """Return the address of the page about a bulk action."""
        return str(self.request.route_path("admin.bulk.one", id=bulk.id))


class BulkViews(BulkView):
    """Making a bulk action from a list, and its page."""

    @view_config(
        route_name="admin.bulk",
        request_method="POST",
        methods=("POST",),
        requires_reauth=True,
    )
    def prepare(self) -> Response:
        """Find what it is about, and lead to a page that shows it; nothing is done yet."""
        given = self.request.POST
        operation = self.known(given.get("operation", ""))
        listing = next(each for each in LISTINGS if each.name == operation.listing)
        try:
            chosen = [UUID(key) for key in _ticked(given, "key.")]
            bulk = self.request.service(BulkService).prepare(
                operation.name,
                listing,
                given.get("q", ""),
                keys=None if given.get("all") else chosen,
                actor=self.request.actor,
            )
        except (ListingProblem, TooManyItems, ValueError) as error:
            raise HTTPBadRequest(str(error)) from error
        return HTTPSeeOther(self.place_of(bulk))

    @view_config(route_name="admin.bulk.one", renderer="admin/bulk.html")
    def show(self) -> dict[str, Any]:
        """Show what it would be done to, or what was done."""
        return self._page()

    @view_config(
        route_name="admin.bulk.one",
        request_param="part=progress",
        renderer="admin/live/bulk.html",
    )
    def progress(self) -> dict[str, Any]:
        """Show how far it is, and nothing else."""
        bulk = self.bulk
        self.known(bulk.operation)
        return self._progress(bulk)

    @view_config(
        route_name="admin.bulk.one",
        request_method="POST",
        methods=("POST",),
        requires_reauth=True,
        renderer="admin/bulk.html",
    )
    def start(self) -> dict[str, Any] | Response:
        """Start it with what is still ticked."""
        bulk, given = self.bulk, self.request.POST
        self.known(bulk.operation)
        reason = given.get("reason", "").strip()
        left = {
            int(each) for each in _ticked(given, "leave.") if re.fullmatch(r"\d{1,6}", each)
        }
        count = len([each for each in self.items if each.position not in left])
        if needs_another(self.request, bulk.operation) and self._is_own(bulk):
            said = (
                "Another administrator has to start it: give them the address of this page."
            )
            return self._page(problem=said, left=left)
        if not reason:
            return self._page(problem="Say why: the record keeps it.", left=left)
        if given.get("count") != str(count):
            said = f"Type {count}, the number of those that are not left alone."
            return self._page(problem=said, left=left)
        if self.request.service(BulkService).start(bulk, left_out=left, reason=reason):
            self.request.enqueue(run_bulk, str(bulk.id))
        return HTTPSeeOther(self.place_of(bulk))

    @view_config(route_name="admin.bulk.stop", request_method="POST", methods=("POST",))
    def stop(self) -> Response:
        """Have nothing more done."""
        bulk = self.bulk
        self.known(bulk.operation)
        if self.request.service(BulkService).stop(bulk):
            self.request.session.flash("It is stopped. What was done stays done.")
        return HTTPSeeOther(self.place_of(bulk))

    def _is_own(self, bulk: BulkAction) -> bool:
        return bool(bulk.actor_id == self.request.identity.user.id)

    @property
    def items(self) -> Sequence[BulkItem]:
        """Return what it is done to."""
        return queries.items_of(self.request.db, self.bulk)

    def _progress(self, bulk: BulkAction) -> dict[str, Any]:
        counts = queries.counts_of(self.request.db, bulk)
        return {
            "bulk": bulk,
            "counts": {each.value: counts.get(each, 0) for each in ItemStatus},
            "is_running": bulk.status == BulkStatus.RUNNING,
        }

    def _page(self, *, left: Collection[int] = (), **values: Any) -> dict[str, Any]:
        bulk = self.bulk
        return self.page(
            operation=self.operation,
            items=self.items,
            left=left,
            is_preview=bulk.status == BulkStatus.PREVIEWED,
            **self._progress(bulk),
            reason=self.request.POST.get("reason", ""),
            **values,
        )


def _ticked(form: Mapping[str, str], prefix: str) -> list[str]:
    """Return what is ticked, each of which is a field: a form has each field once."""
    return [each.removeprefix(prefix) for each in form if each.startswith(prefix)]
