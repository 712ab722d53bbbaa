"""Files: the bytes of a distribution, or of the core metadata beside it (PEP 658).

A path holds the digest of what lies there, so an answer never changes and is kept for
ever. Ranges are served, also suffix ranges, with which installers read wheels from
their end. What was deleted is not sent any more, though its bytes may still lie there; what
is in quarantine is on no list of ours, and whoever looks into it gets it by its path.
"""

from typing import Any

from pyramid.httpexceptions import HTTPFound, HTTPMovedPermanently
from pyramid.response import Response
from pyramid.view import view_config

from warehouse.api.sending import nothing_at, preflight, send, text
from warehouse.db.replicas import POSITION
from warehouse.downloads import DownloadCounter
from warehouse.http import Request
from warehouse.http.caching import ranges
from warehouse.http.caching.conditions import Validators
from warehouse.packaging import queries
from warehouse.packaging.caching import project_key
from warehouse.packaging.locations import METADATA, distribution_at, urls_on
from warehouse.packaging.models import File, Project
from warehouse.packaging.privacy.admission import admit, may_read
from warehouse.packaging.resources import ProjectResource
from warehouse.security import Root
from warehouse.storage import BlobMissing, Storage, StorageUnavailable


@view_config(route_name="api.files", sends_files=True)
def file(request: Request) -> Response:
    """Answer with the bytes at a path, or redirect to where they are."""
    if request.method == "OPTIONS":
        return preflight()
    path: str = request.matchdict["path"]
    if request.settings.storage.url is not None and not _is_private(path, request):
        return HTTPMovedPermanently(urls_on(request.file_host)(path))
    found = _found(path, request)
    if found is None and admit(request):
        found = _found(path, request)
    return found or nothing_at(path)


def _is_private(path: str, request: Request) -> bool:
    """Return whether one of its readers asks for a private file: then we send it."""
    place = queries.place_of(request.db, distribution_at(path)) if admit(request) else None
    return place is not None and place.is_private


def _found(path: str, request: Request) -> Response | None:
    """Return the answer with what lies at a path, or leads there; None if nothing does."""
    place = queries.place_of(request.db, distribution_at(path))
    if place is None:
        return _elsewhere(path, request)
    return _of(place, path, request) if _is_shown(place, request) else None


def _is_shown(place: Any, request: Request) -> bool:
    project = None
    if place.is_private:
        project = queries.project_with_id(request.db, place.project_id)
    return not place.is_private or (project is not None and _may_read(project, request))


def _may_read(project: Project, request: Request) -> bool:
    return may_read(request, ProjectResource(project, Root(request)))


def _of(place: Any, path: str, request: Request) -> Response:
    request.depend_on(project_key(place.project))
    if path.endswith(METADATA) and not place.offers_metadata:
        return nothing_at(path)
    storage = request.service(Storage)
    try:
        response = send(
            storage,
            storage.stat(path),
            _validators(place, path),
            request,
            accel=request.settings.storage.accel,
            counted_as=_counted_as(path),
        )
    except BlobMissing:
        return _not_stored(path, place, request)
    except StorageUnavailable:
        request.log.exception("storage_unavailable", path=path)
        return text(503, "The place where files are kept cannot be reached. Try again.")
    if _counted_as(path) is not None and _begins_file(response, request):
        agent = request.headers.get("User-Agent")
        request.registry[DownloadCounter].count(path, agent and agent.encode("latin-1"))
    return response


def _begins_file(response: Response, request: Request) -> bool:
    """Return whether a client is sent the first byte of a file by this very answer.

    Asked by the edge we answer no client; the edge counts what it sends.
    """
    if request.method != "GET" or POSITION in request.environ:
        return False
    if response.content_range is not None:
        return bool(response.content_range.start == 0)
    is_partial = response.status_code == 206 or "X-Accel-Redirect" in response.headers
    if is_partial and "Range" in request.headers:
        return ranges.begins_at_zero(request.headers["Range"])
    return response.status_code in {200, 206}


def _counted_as(path: str) -> str | None:
    """Return the path under which a file is counted; what lies beside one is none."""
    return path if distribution_at(path) == path else None


def _validators(place: Any, path: str) -> Validators:
    """Return the validators of a file, or of what lies beside it."""
    suffix = path.removeprefix(distribution_at(path))
    digest = place.sha256_digest or place.md5_digest
    if suffix == METADATA and place.metadata_file_sha256_digest:
        digest, suffix = place.metadata_file_sha256_digest, ""
    return Validators.of(digest + suffix, place.upload_time)


def _not_stored(path: str, place: Any, request: Request) -> Response:
    if not place.is_held:
        return text(
            404,
            f"{place.filename} is listed because it was published once, but this index "
            f"has never held its bytes. Its MD5 digest is {place.md5_digest}.",
        )
    return _elsewhere(path, request) or nothing_at(path)


def _elsewhere(path: str, request: Request) -> Response | None:
    """Redirect `{python_version}/{letter}/{project}/{filename}`, which clients guess."""
    parts = path.split("/")
    if len(parts) != 4 or not all(parts):
        return None
    python_version, letter, project, filename = parts
    if letter not in {project[0], project[0].lower()}:
        return None
    suffix = METADATA if filename.endswith(METADATA) else ""
    found: File | None = queries.file_named(
        request.db,
        project=project,
        python_version=python_version,
        filename=filename.removesuffix(METADATA),
    )
    if found is None or found.path == path:
        return None
    owner = found.release.project
    if owner.is_private and not _may_read(owner, request):
        return None
    response = HTTPFound(urls_on(request.file_host)(found.path + suffix))
    response.cache_control.public = True
    response.cache_control.max_age = 604800
    return response
