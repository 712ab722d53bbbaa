"""Responding with stored answers: as bytes for our own protocol, or as ASGI messages.

Both choose alike which form of an answer a client is sent: coding, range, or 304.
"""

import os
from collections.abc import Callable
from typing import TypeAlias

from warehouse.edge.byte_ranges import byte_range, opened, pieces
from warehouse.edge.gateway import Gateway, Send
from warehouse.edge.gzip_members import inflated
from warehouse.edge.keys import Headers
from warehouse.edge.metrics import EdgeMetrics
from warehouse.edge.representation import Coding, ReadyResponse, Representation
from warehouse.edge.wsgi import Scope
from warehouse.http.caching.conditions import is_known
from warehouse.http.caching.encodings import EncodingPreferences

_NOTHING = {"type": "http.response.body", "body": b""}
_PIECE = 512 * 1024


CountDownload: TypeAlias = Callable[[str, bytes | None], None]
"""Called with the path of a file that is sent, and the user agent of the client."""


class Responder:
    """Sends stored answers, or says that they do not suit a request.

    A file of which its first byte is sent is a download, and `count_download` is told.
    """

    def __init__(
        self, gateway: Gateway, metrics: EdgeMetrics, count_download: CountDownload
    ) -> None:
        self._gateway, self._metrics = gateway, metrics
        self._count_download = count_download
        self._encodings = EncodingPreferences()

    def ready(
        self, made: Representation, headers: Headers, *, is_head: bool
    ) -> ReadyResponse | None:
        """Return `made` as the response to a request, None if that would have to wait."""
        if made.file is not None:
            return self._ready_file(made, headers, is_head=is_head)
        if b"range" in headers:
            return None
        coding, is_theirs = self._suiting(made, headers)
        whole, without_body, not_modified = coding.ready
        if is_theirs:
            return not_modified
        if is_head:
            return without_body
        self._note(made, headers)
        return whole if coding.inflate is None else None

    def _suiting(self, made: Representation, headers: Headers) -> tuple[Coding, bool]:
        """Return the coding that the client prefers, and whether it has that already."""
        accepts_gzip = self._encodings.accepts_gzip(headers.get(b"accept-encoding"))
        coding = made.gzip if accepts_gzip else made.identity
        condition = headers.get(b"if-none-match")
        if condition is None or coding.etag is None or not is_known(condition, coding.etag):
            return coding, False
        self._metrics.tally["unmodified"] += 1
        return coding, True

    async def sent(
        self, made: Representation, scope: Scope, headers: Headers, send: Send
    ) -> bool:
        """Send `made` if it answers the request, and return whether it did."""
        if made.file is not None:
            return await self._sent_file(made, scope, headers, send)
        if b"range" in headers:
            return False
        coding, is_theirs = self._suiting(made, headers)
        if is_theirs:
            await send(coding.not_modified)
            await send(_NOTHING)
        elif scope["method"] == "HEAD":
            await send(coding.start)
            await send(_NOTHING)
        elif coding.inflate is not None:
            await send(coding.start)
            await self._gateway.draw(inflated(coding.inflate), send)
        else:
            self._note(made, headers)
            await send(coding.start)
            await send(coding.content)
        return True

    async def _sent_file(
        self, made: Representation, scope: Scope, headers: Headers, send: Send
    ) -> bool:
        file = made.file
        wanted = byte_range(file, headers) if file is not None else None
        handle = opened(file) if file is not None and wanted is not None else None
        if wanted is None or handle is None:
            return False
        status = 200 if wanted.is_whole else 206
        start = {"type": "http.response.start", "status": status}
        await send({**start, "headers": wanted.headers(made)})
        if scope["method"] == "HEAD":
            os.close(handle)
            await send(_NOTHING)
        else:
            if wanted.start == 0:
                self._note(made, headers)
            await self._gateway.draw(pieces(handle, wanted, _PIECE), send)
        return True

    def _ready_file(
        self, made: Representation, headers: Headers, *, is_head: bool
    ) -> ReadyResponse | None:
        file = made.file
        wanted = byte_range(file, headers) if file is not None else None
        handle = opened(file) if file is not None and wanted is not None else None
        if wanted is None or handle is None:
            return None
        if is_head:
            os.close(handle)
            return ReadyResponse(wanted.head(made))
        if wanted.start == 0:
            self._note(made, headers)
        return ReadyResponse(wanted.head(made), byte_range=wanted, handle=handle)

    def _note(self, made: Representation, headers: Headers) -> None:
        """Count a download if `made` is a file that counts as one."""
        if made.counted_as is not None:
            self._count_download(made.counted_as, headers.get(b"user-agent"))
