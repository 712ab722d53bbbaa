"""Sending bytes that never change: whole, by ranges, or by the server in front of us."""

from typing import BinaryIO
from urllib.parse import quote

from pyramid.response import Response
from webob.byterange import ContentRange

from warehouse.http import Request
from warehouse.http.caching import conditions, ranges
from warehouse.http.caching.conditions import Validators
from warehouse.http.caching.files import SENDABLE, Sendable
from warehouse.storage import Blob, Storage

_FOR_EVER = "max-age=365000000, immutable, public"

_CORS = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Methods": "GET, OPTIONS",
    "Access-Control-Allow-Headers": "Range",
    "Access-Control-Expose-Headers": "Content-Length, Content-Range, Accept-Ranges",
}


def send(
    storage: Storage,
    blob: Blob,
    validators: Validators,
    request: Request,
    *,
    accel: str | None = None,
    counted_as: str | None = None,
) -> Response:
    """Answer with a blob, or with what the client asks for of it (RFC 9110, 13 and 14).

    `accel` is where the server in front of us finds it, `counted_as` the path under which
    sending it is counted as a download.
    """
    if accel is not None:
        return _delegated(accel, blob, request, counted_as)
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
        keys = frozenset(request.surrogate_keys)
        request.environ[SENDABLE] = Sendable(keys, local, blob.size, validators, counted_as)
    return response


def _unsent(status: int, validators: Validators) -> Response:
    """Answer 304 or 412 (RFC 9110): the client has it already, or has another."""
    response = _of_bytes(validators)
    response.status_code = status
    response.headers.pop("Content-Type")
    response.headers.pop("Content-Length")
    return response


def _delegated(
    accel: str, blob: Blob, request: Request, counted_as: str | None
) -> Response:
    """Let the server in front of us send the file, with its ranges."""
    response = _of_bytes(None)
    response.app_iter = iter(())
    response.headers["X-Accel-Redirect"] = accel + quote(blob.path)
    keys = frozenset(request.surrogate_keys)
    request.environ[SENDABLE] = Sendable(keys, counted_as=counted_as)
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


def nothing_at(path: str) -> Response:
    """Answer that there is no file."""
    return text(404, f"There is no file at {path}.")


def preflight() -> Response:
    """Answer a preflight request of CORS: pages of anybody may read files."""
    response = Response(status=204)
    response.headers.update(_CORS)
    return response


def _unsatisfiable(blob: Blob) -> Response:
    response = text(416, f"The file has {blob.size} bytes.")
    response.headers["Content-Range"] = f"bytes */{blob.size}"
    return response


def text(status: int, body: str) -> Response:
    """Answer with a sentence."""
    response = Response(
        status=status, text=body, content_type="text/plain", charset="UTF-8"
    )
    response.headers.update(_CORS)
    return response
