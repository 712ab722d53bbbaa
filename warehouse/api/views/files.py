"""Files: the bytes of a distribution, or of the core metadata beside it (PEP 658).

A path holds the digest of what lies there, so an answer never changes and is kept for
ever. Ranges are served, also suffix ranges, with which installers read wheels from
their end.
"""

from typing import BinaryIO

from pyramid.httpexceptions import HTTPFound, HTTPMovedPermanently
from pyramid.response import Response
from pyramid.view import view_config
from webob.byterange import ContentRange

from warehouse.api import ranges
from warehouse.http import Request
from warehouse.packaging import queries
from warehouse.packaging.locations import urls_on
from warehouse.packaging.models import File
from warehouse.storage import Blob, BlobMissing, Storage, StorageUnavailable

_FOR_EVER = "max-age=365000000, immutable, public"
_METADATA = ".metadata"

_CORS = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Methods": "GET, OPTIONS",
    "Access-Control-Allow-Headers": "Range",
    "Access-Control-Expose-Headers": "Content-Length, Content-Range, Accept-Ranges",
}


@view_config(route_name="api.files")
def file(request: Request) -> Response:
    """The bytes at a path, or where else they are."""
    if request.method == "OPTIONS":
        return _preflight()
    path: str = request.matchdict["path"]
    if request.settings.storage.url is not None:
        return HTTPMovedPermanently(urls_on(request.file_host)(path))
    storage = request.service(Storage)
    try:
        return _serve(storage, storage.stat(path), request)
    except BlobMissing:
        return _not_stored(path, request)
    except StorageUnavailable:
        request.log.exception("storage_unavailable", path=path)
        return _text(503, "The place where files are kept cannot be reached. Try again.")


def _serve(storage: Storage, blob: Blob, request: Request) -> Response:
    try:
        chosen = ranges.windows(request.headers.get("Range"), blob.size)
    except ranges.Unsatisfiable:
        return _unsatisfiable(blob)
    response = Response(content_type="application/octet-stream")
    response.headers.update(_CORS)
    response.headers["Cache-Control"] = _FOR_EVER
    response.accept_ranges = "bytes"
    _fill(response, storage, blob, chosen)
    return response


def _fill(
    response: Response, storage: Storage, blob: Blob, chosen: list[ranges.Window]
) -> None:
    def opened(start: int, length: int) -> BinaryIO:
        return storage.open(blob.path, start=start, length=length)

    length = blob.size
    if not chosen:
        response.app_iter = ranges.Body(opened, [(0, blob.size)])
    elif len(chosen) == 1:
        [(start, stop)] = chosen
        response.status_code = 206
        response.content_range = ContentRange(start, stop, blob.size)
        response.app_iter, length = ranges.Body(opened, chosen), stop - start
    else:
        body = ranges.MultipartBody(opened, chosen, blob.size)
        response.status_code = 206
        response.content_type = f"multipart/byteranges; boundary={body.boundary}"
        response.app_iter, length = body, body.length
    response.content_length = length


def _not_stored(path: str, request: Request) -> Response:
    known = queries.file_at(request.db, path.removesuffix(_METADATA))
    if known is not None and not known.is_held:
        return _text(
            404,
            f"{known.filename} is listed because it was published once, but this index "
            f"has never held its bytes. Its MD5 digest is {known.md5_digest}.",
        )
    return _predictable(path, request) or _text(404, f"There is no file at {path}.")


def _predictable(path: str, request: Request) -> Response | None:
    """`{python_version}/{letter}/{project}/{filename}`, for those who guess URLs."""
    parts = path.split("/")
    if len(parts) != 4 or not all(parts):
        return None
    python_version, letter, project, filename = parts
    if letter not in {project[0], project[0].lower()}:
        return None
    suffix = _METADATA if filename.endswith(_METADATA) else ""
    found: File | None = queries.file_named(
        request.db,
        project=project,
        python_version=python_version,
        filename=filename.removesuffix(_METADATA),
    )
    if found is None or found.path == path:
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
