"""The public log of moderation, which names no persons (`MODERATION_LOG`)."""

from typing import Any
from uuid import UUID

from pyramid.httpexceptions import HTTPBadRequest, HTTPNotFound
from pyramid.view import view_config

from warehouse.appeals.caching import MODERATION
from warehouse.appeals.words import CAUSES, ENTRIES
from warehouse.events.models import StaffAction
from warehouse.events.queries import published_action, published_actions
from warehouse.http import Request
from warehouse.http.caching.derivers import DAY
from warehouse.i18n import _
from warehouse.purges import ALL_HTML

PER_PAGE = 50


@view_config(
    route_name="pages.moderation",
    renderer="pages/moderation.html",
    stored_for=DAY,
    surrogate_keys=(ALL_HTML, MODERATION),
    query=("before",),
)
def moderation(request: Request) -> dict[str, Any]:
    """Show what staff hid and removed, the newest first, from a place on."""
    if not request.settings.staff.moderation_log:
        raise HTTPNotFound
    found = published_actions(request.db, before=_place(request), limit=PER_PAGE + 1)
    shown = found[:PER_PAGE]
    return {
        "rows": [
            (each, ENTRIES.get(each.log_entry or ""), CAUSES.get(each.cause))
            for each in shown
        ],
        "is_newest": "before" not in request.GET,
        "older": shown[-1].id if len(found) > PER_PAGE else None,
    }


def _place(request: Request) -> StaffAction | None:
    """Return the entry after which the page begins, or None."""
    named = request.GET.get("before")
    if not named:
        return None
    try:
        key = UUID(named)
    except ValueError:
        raise HTTPBadRequest(
            _("“${place}” is no entry of the log.", mapping={"place": named})
        ) from None
    entry = published_action(request.db, key)
    if entry is None:
        raise HTTPNotFound
    return entry
