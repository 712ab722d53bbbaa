"""Projects: all of a person, one, and its status."""

from typing import Any

from warehouse.api.management import documents
from warehouse.api.management.bodies import Number, Text
from warehouse.api.management.calls import Call, endpoint
from warehouse.packaging import queries
from warehouse.security import Permission


@endpoint(
    "api.v1.projects",
    permission=Permission.ACCOUNT_MANAGE,
    fields={"limit": Number(500, default=100), "cursor": Text(200, default="")},
)
def projects(call: Call) -> dict[str, Any]:
    """Answer with the projects that the account reaches, by name."""
    limit, after = call.given["limit"], call.given["cursor"]
    found = queries.reachable_projects_after(
        call.request.db, call.user.id, after, limit=limit + 1
    )
    shown = found[:limit]
    more = (
        call.address(limit=limit, cursor=shown[-1].normalized_name)
        if len(found) > limit
        else None
    )
    return {"projects": [documents.reachable(each) for each in shown], "next": more}
