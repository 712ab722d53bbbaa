"""What somebody deleted, and having it back."""

from functools import partial
from typing import Any

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.response import Response
from pyramid.view import view_config, view_defaults

from warehouse.deletions import DeletionService, RestoreRefused
from warehouse.deletions.models import Deletion
from warehouse.deletions.queries import (
    count_restorable,
    restorable_deletion,
    restorable_deletions,
)
from warehouse.http import Request
from warehouse.http.frames import frame
from warehouse.http.keys import found_by_key
from warehouse.i18n import _
from warehouse.manage.views.paging import PER_PAGE, numbered, page_number
from warehouse.security import Permission


@view_defaults(permission=Permission.ACCOUNT_MANAGE, uses_session=True)
class DeletedView:
    """The list of what was deleted and can be restored."""

    def __init__(self, request: Request) -> None:
        self.request = request
        self.user = request.identity.user
        self.service = request.service(DeletionService)

    @view_config(
        route_name="manage.deleted",
        renderer="manage/deleted.html",
        request_method=("GET", "HEAD"),
    )
    def show(self) -> dict[str, Any]:
        """Show a page, with the days that are left and what keeps each from coming back."""
        db, key = self.request.db, self.user.id
        number = page_number(self.request.GET.get("page", "1"))
        page = numbered(number, count_restorable(db, key))
        found = restorable_deletions(db, key, offset=page.offset, limit=PER_PAGE)
        return {
            **frame(self.request),
            "deletions": self.service.refusals_of(found),
            "number": number,
            "newer": self._url(number - 1) if number > 1 else None,
            "older": self._url(number + 1) if page.has_older else None,
        }

    @view_config(
        route_name="manage.deleted.restore",
        request_method="POST",
        methods=("POST",),
        requires_reauth=True,
    )
    def restore(self) -> Response:
        """Restore one."""
        deletion = self._deletion()
        title = {"name": deletion.title}
        try:
            self.service.restore(deletion, actor=self.request.actor)
        except RestoreRefused as error:
            self.request.session.flash(error.message, "warning")
        else:
            self.request.session.flash(_("${name} is back.", mapping=title))
        return HTTPSeeOther(self.request.route_path("manage.deleted"))

    def _deletion(self) -> Deletion:
        find = partial(restorable_deletion, self.request.db, self.user.id)
        return found_by_key(self.request, find)

    def _url(self, number: int) -> str:
        url: str = self.request.route_path("manage.deleted", _query={"page": number})
        return url
