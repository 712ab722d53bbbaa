"""Releases and files: listing, yanking and deleting them."""

from functools import partial
from typing import Any

from warehouse.api.management import documents
from warehouse.api.management.bodies import Text
from warehouse.api.management.calls import PAGED, Answer, Call, endpoint
from warehouse.api.management.problems import Problem
from warehouse.api.management.views.projects import READS, WRITES
from warehouse.packaging import queries
from warehouse.packaging.models import File, Release
from warehouse.packaging.services import OwnerDeletionService, YankService

_REASON = {"reason": Text(500, default="")}


@endpoint("api.v1.releases", fields=PAGED, **READS)
def releases(call: Call) -> dict[str, Any]:
    """Answer with a page of the releases of a project, the newest first."""
    found, more = call.page(partial(queries.all_releases_of, call.request.db, call.project))
    listed = [documents.listed_release(each) for each in found]
    return {"releases": listed, "next": more}


@endpoint("api.v1.release", **READS)
def release(call: Call) -> dict[str, Any]:
    """Answer with one release and its files."""
    return documents.release_document(_release(call))


@endpoint("api.v1.release.yank", "POST", fields=_REASON, **WRITES)
def yank_release(call: Call) -> dict[str, Any]:
    """Yank a release, or give it another reason."""
    found = _release(call)
    _yanking(call).yank(found, reason=call.given["reason"], actor=call.request.actor)
    return documents.release_document(found)


@endpoint("api.v1.release.unyank", "POST", **WRITES)
def unyank_release(call: Call) -> dict[str, Any]:
    """Give a release back to installers."""
    found = _release(call)
    _yanking(call).unyank(found, actor=call.request.actor)
    return documents.release_document(found)


@endpoint("api.v1.release", "DELETE", **WRITES)
def delete_release(call: Call) -> Answer:
    """Delete a release with its files."""
    found = _release(call)
    _deletions(call).delete_release(found, actor=call.request.actor)
    return Answer(204)


@endpoint("api.v1.file", **READS)
def file(call: Call) -> dict[str, Any]:
    """Answer with one file."""
    return documents.file_document(_file(call))


@endpoint("api.v1.file.yank", "POST", fields=_REASON, **WRITES)
def yank_file(call: Call) -> dict[str, Any]:
    """Yank a file, or give it another reason."""
    found = _file(call)
    _yanking(call).yank_file(found, reason=call.given["reason"], actor=call.request.actor)
    return documents.file_document(found)


@endpoint("api.v1.file.unyank", "POST", **WRITES)
def unyank_file(call: Call) -> dict[str, Any]:
    """Give a file back to installers."""
    found = _file(call)
    _yanking(call).unyank_file(found, actor=call.request.actor)
    return documents.file_document(found)


@endpoint("api.v1.file", "DELETE", **WRITES)
def delete_file(call: Call) -> Answer:
    """Delete a file."""
    found = _file(call)
    _deletions(call).delete_file(found, actor=call.request.actor)
    return Answer(204)


def _release(call: Call) -> Release:
    found = queries.release_of(call.request.db, call.project, call.part("version"))
    if found is None:
        raise Problem(404, f"{call.project.name} has no such release.")
    return found


def _file(call: Call) -> File:
    found = queries.file_of(call.request.db, call.project, call.part("filename"))
    if found is None:
        raise Problem(404, f"{call.project.name} has no such file.")
    return found


def _yanking(call: Call) -> YankService:
    return call.request.service(YankService)


def _deletions(call: Call) -> OwnerDeletionService:
    return call.request.service(OwnerDeletionService)
