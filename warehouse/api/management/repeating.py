"""`Idempotency-Key`: a request that is sent again is answered as it was the first time."""

import hashlib
import re
from collections.abc import Callable

from pyramid.response import Response

from warehouse.api.management.bodies import shown
from warehouse.api.management.problems import FieldError, Problem, bytes_response
from warehouse.http import Request
from warehouse.idempotency import IdempotencyService, KeyBusy, KeyReused
from warehouse.idempotency.services import KeptAnswer
from warehouse.security import Caller

HEADER, REPEATED = "Idempotency-Key", "Idempotency-Replayed"

_KEY = re.compile(r"[\x21-\x7e]{1,255}\Z")
_KEPT_HEADERS = ("Content-Type",)


def answered_once(
    request: Request, caller: Caller, answer: Callable[[], Response]
) -> Response:
    """Return what `answer` does, or what it did when the request came the first time.

    Without a key it is done each time. Raises `Problem`.
    """
    key = request.headers.get(HEADER)
    if key is None:
        return answer()
    if not _KEY.match(key):
        wrong = f"It has to be 1 to 255 characters of ASCII, not {shown(key)}."
        raise Problem(400, f"{HEADER}: {wrong}", errors=[FieldError(HEADER, wrong)])
    service = request.service(IdempotencyService)
    asked = _fingerprint(request)
    try:
        kept = service.claim(caller, key, asked)
    except KeyBusy:
        raise Problem(
            409,
            "A request with this key is not answered yet: try again.",
            headers={"Retry-After": "1"},
        ) from None
    except KeyReused:
        raise Problem(
            422, "This key was used for another request: choose a new one."
        ) from None
    if kept is not None:
        return bytes_response(kept.status, kept.body, {**kept.headers, REPEATED: "true"})
    response = answer()
    headers = {
        each: response.headers[each] for each in _KEPT_HEADERS if each in response.headers
    }
    service.keep(
        caller, key, asked, KeptAnswer(response.status_code, headers, response.body)
    )
    return response


def refuse_key(request: Request) -> None:
    """Refuse a key where the answer has a secret, which is kept nowhere."""
    if HEADER in request.headers:
        wrong = "Answers with a new token are not kept, so it cannot be repeated."
        raise Problem(400, f"{HEADER}: {wrong}", errors=[FieldError(HEADER, wrong)])


def _fingerprint(request: Request) -> bytes:
    asked = f"{request.method} {request.path_qs}\n".encode()
    return hashlib.sha256(asked + request.body).digest()
