"""Projects: all that an account reaches, one, and its status."""

from functools import partial
from typing import Any

from warehouse.api.management import documents
from warehouse.api.management.bodies import Number, Text
from warehouse.api.management.calls import PAGED, Answer, Call, endpoint
from warehouse.api.management.problems import FieldError, Problem
from warehouse.api.management.resources import GoneProject
from warehouse.events.queries import history_of_project
from warehouse.packaging import queries
from warehouse.packaging.resources import ProjectResource
from warehouse.packaging.services import LifecycleService, OwnerDeletionService
from warehouse.security import Permission

READS: dict[str, Any] = {
    "context": ProjectResource,
    "permission": Permission.PROJECT_READ,
}
WRITES: dict[str, Any] = {
    "context": ProjectResource,
    "permission": Permission.PROJECT_WRITE,
}
_CONFIRMED = {"confirm_project_name": Text(200)}


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
    shown, more = found[:limit], None
    if len(found) > limit:
        more = call.address(limit=limit, cursor=shown[-1].normalized_name)
    return {"projects": [documents.reachable(each) for each in shown], "next": more}


@endpoint("api.v1.project", **READS)
def project(call: Call) -> dict[str, Any]:
    """Answer with one project."""
    organization = queries.organization_of(call.request.db, call.project.id)
    return documents.project_document(call.project, organization)


@endpoint("api.v1.project", "DELETE", fields=_CONFIRMED, **WRITES)
def delete_project(call: Call) -> Answer:
    """Delete a project whose name is repeated in the body."""
    name, typed = call.project.name, call.given["confirm_project_name"]
    if typed != name:
        wrong = FieldError("confirm_project_name", f"It has to be {name}, not {typed}.")
        raise Problem(400, wrong.message, errors=[wrong])
    call.request.service(OwnerDeletionService).delete_project(
        call.project, actor=call.request.actor
    )
    return Answer(204)


@endpoint(
    "api.v1.project",
    "DELETE",
    fields=_CONFIRMED,
    context=GoneProject,
    permission=Permission.PROJECT_WRITE,
)
def delete_gone_project(call: Call) -> Answer:
    """Say that there is no such project, to a request that was never answered before."""
    raise Problem(404, "There is no such project.")


@endpoint("api.v1.history", fields=PAGED, **READS)
def history(call: Call) -> dict[str, Any]:
    """Answer with a page of what happened to a project, the newest first."""
    found, more = call.page(partial(history_of_project, call.request.db, call.project.id))
    happened = [documents.happening_document(each) for each in found]
    return {"history": happened, "next": more}


@endpoint("api.v1.project.archive", "POST", **WRITES)
def archive(call: Call) -> dict[str, Any]:
    """Close a project for uploads."""
    _lifecycle(call).archive(call.project, actor=call.request.actor)
    return project_of(call)


@endpoint("api.v1.project.unarchive", "POST", **WRITES)
def unarchive(call: Call) -> dict[str, Any]:
    """Open a project for uploads again."""
    _lifecycle(call).unarchive(call.project, actor=call.request.actor)
    return project_of(call)


@endpoint(
    "api.v1.project.deprecate",
    "POST",
    fields={"reason": Text(500, default=""), "successor": Text(200, default="")},
    **WRITES,
)
def deprecate(call: Call) -> dict[str, Any]:
    """Advise against a project, perhaps in favour of another."""
    _lifecycle(call).deprecate(
        call.project,
        reason=call.given["reason"],
        successor=call.given["successor"],
        actor=call.request.actor,
    )
    return project_of(call)


@endpoint("api.v1.project.undeprecate", "POST", **WRITES)
def undeprecate(call: Call) -> dict[str, Any]:
    """Advise against a project no longer."""
    _lifecycle(call).undeprecate(call.project, actor=call.request.actor)
    return project_of(call)


def project_of(call: Call) -> dict[str, Any]:
    """Return the project of a call as it is now."""
    call.request.db.refresh(call.project)
    organization = queries.organization_of(call.request.db, call.project.id)
    return documents.project_document(call.project, organization)


def _lifecycle(call: Call) -> LifecycleService:
    return call.request.service(LifecycleService)
