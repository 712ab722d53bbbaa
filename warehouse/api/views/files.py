"""Files: the bytes of a distribution, or of the core metadata beside it (PEP 658).

A path holds the digest of what lies there, so an answer never changes and is kept for
ever. Ranges are served, also suffix ranges, with which installers read wheels from
their end. What was deleted is not sent any more, though its bytes may still lie there; what
is in quarantine is on no list of ours, and whoever looks into it gets it by its path.
"""

from pathlib import Path
from typing import Any, BinaryIO
from urllib.parse import quote

from pyramid.httpexceptions import HTTPFound, HTTPMovedPermanently
from pyramid.response import Response
from pyramid.view import view_config
from webob.byterange import ContentRange

from warehouse.db.replicas import POSITION
from warehouse.downloads import DownloadCounter
from warehouse.http import Request
from warehouse.http.caching import conditions, ranges
from warehouse.http.caching.conditions import Validators
from warehouse.http.caching.files import SENDABLE, Sendable
from warehouse.packaging import queries
from warehouse.packaging.caching import project_key
from warehouse.packaging.locations import METADATA, distribution_at, urls_on
from warehouse.packaging.models import File, Project
from warehouse.packaging.privacy.admission import admit, may_read
from warehouse.packaging.resources import ProjectResource
from warehouse.security import Root
from warehouse.storage import Blob, BlobMissing, Storage, StorageUnavailable

_FOR_EVER = "max-age=365000000, immutable, public"

_CORS = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Methods": "GET, OPTIONS",
    "Access-Control-Allow-Headers": "Range",
    "Access-Control-Expose-Headers": "Content-Length, Content-Range, Accept-Ranges",
}


@view_config(route_name="api.files", sends_files=True)
def file(request: Request) -> Response:
    """Answer with the bytes at a path, or redirect to where they are."""
    if request.method == "OPTIONS":
        return _preflight()
    path: str = request.matchdict["path"]
    if request.settings.storage.url is not None and not _is_private(path, request):
        return HTTPMovedPermanently(urls_on(request.file_host)(path))
    found = _found(path, request)
    if found is None and admit(request):
        found = _found(path, request)
    return found or _nothing(path)


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
        return _nothing(path)
    storage = request.service(Storage)
    try:
        response = _serve(storage, storage.stat(path), _validators(place, path), request)
    except BlobMissing:
        return _not_stored(path, place, request)
    except StorageUnavailable:
        request.log.exception("storage_unavailable", path=path)
        return _text(503, "The place where files are kept cannot be reached. Try again.")
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


def _serve(
    storage: Storage, blob: Blob, validators: Validators, request: Request
) -> Response:
    accel = request.settings.storage.accel
    if accel is not None:
        return _delegated(accel, blob, request)
    header = request.headers.get
    status = conditions.status_of(validators, header)
    if status != 200:
        return _unsent(status, validators)
    wanted = header("Range") if conditions.takes_ranges(validators, header) else None
    try:
        chosen = ranges.windows(wanted, blob.size)
    except ranges.Unsatisfiable:
        return _unsatisfiable(blob)
    response = _of_bytes(validators)
    response.accept_ranges = "bytes"
    _fill(response, storage, blob, chosen)
    local = storage.local_path(blob.path)
    if local is not None:
        _may_be_sent_again(request, _sendable(request, blob, local, validators))
    return response


def _unsent(status: int, validators: Validators) -> Response:
    """Answer 304 or 412 (RFC 9110): the client has it already, or has another."""
    response = _of_bytes(validators)
    response.status_code = status
    response.headers.pop("Content-Type")
    response.headers.pop("Content-Length")
    return response


def _delegated(accel: str, blob: Blob, request: Request) -> Response:
    """Let the server in front of us send the file, with its ranges."""
    response = _of_bytes(None)
    response.app_iter = iter(())
    response.headers["X-Accel-Redirect"] = accel + quote(blob.path)
    _may_be_sent_again(request, _sendable(request, blob))
    return response


def _of_bytes(validators: Validators | None) -> Response:
    """Return an empty response for bytes; one by `X-Accel-Redirect` has no validators."""
    response = Response(content_type="application/octet-stream")
    response.headers.update(_CORS)
    response.headers["Cache-Control"] = _FOR_EVER
    if validators is not None:
        response.headers["ETag"] = validators.etag
        response.headers["Last-Modified"] = validators.modified
    return response


def _sendable(
    request: Request,
    blob: Blob,
    local: Path | None = None,
    validators: Validators | None = None,
) -> Sendable:
    size = blob.size if local is not None else 0
    keys = frozenset(request.surrogate_keys)
    return Sendable(keys, local, size, validators, _counted_as(blob.path))


def _may_be_sent_again(request: Request, sendable: Sendable) -> None:
    request.environ[SENDABLE] = sendable


def _fill(
    response: Response, storage: Storage, blob: Blob, chosen: list[ranges.Window]
) -> None:
    def opened(start: int, length: int) -> BinaryIO:
        return storage.open(blob.path, start=start, length=length)

    length = blob.size
    if not chosen:
        response.app_iter = ranges.RangeBody(opened, [(0, blob.size)])
    elif len(chosen) == 1:
        [(start, stop)] = chosen
        response.status_code = 206
        response.content_range = ContentRange(start, stop, blob.size)
        response.app_iter, length = ranges.RangeBody(opened, chosen), stop - start
    else:
        body = ranges.MultipartBody(opened, chosen, blob.size)
        response.status_code = 206
        response.content_type = f"multipart/byteranges; boundary={body.boundary}"
        response.app_iter, length = body, body.length
    response.content_length = length


def _not_stored(path: str, place: Any, request: Request) -> Response:
    if not place.is_held:
        return _text(
            404,
            f"{place.filename} is listed because it was published once, but this index "
            f"has never held its bytes. Its MD5 digest is {place.md5_digest}.",
        )
    return _elsewhere(path, request) or _nothing(path)


def _nothing(path: str) -> Response:
    return _text(404, f"There is no file at {path}.")


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


def _preflight() -> Response:
    response = Response(status=204)
    response.headers.update(_CORS)
    return response


def _unsatisfiable(blob: Blob) -> Response:
    response = _text(416, f"The file has {blob.size} bytes.")
    response.headers["Content-Range"] = f"bytes */{blob.size}"
    return response


def _text(status: int, body: str) -> Response:
    response = Response(
        status=status, text=body, content_type="text/plain", charset="UTF-8"
    )
    response.headers.update(_CORS)
    return response
