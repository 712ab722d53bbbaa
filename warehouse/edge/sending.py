"""Sending what was found: as bytes for a connection of ours, or as ASGI messages.

Both choose alike what a client is sent of a finished answer, and how.
"""

import os
from typing import NamedTuple

from warehouse.edge.calling import Scope
from warehouse.edge.conditions import Encodings
from warehouse.edge.deflating import inflated
from warehouse.edge.figures import Figures
from warehouse.edge.gateway import Gateway, Send
from warehouse.edge.representation import Coding, Representation
from warehouse.edge.requests import Headers
from warehouse.edge.windows import Part, opened, part, pieces
from warehouse.http.coding import is_known

_NOTHING = {"type": "http.response.body", "body": b""}
_PIECE = 512 * 1024


class Ready(NamedTuple):
    """An answer that only needs to be written, but for the headers of the server."""

    head: bytes
    body: bytes = b""
    part: Part | None = None
    """What is to be copied of a file, which is open as `handle` and to be closed."""
    handle: int = -1


class Sender:
    """Sends finished answers, or says that they do not suit."""

    def __init__(self, gateway: Gateway, figures: Figures) -> None:
        self._gateway, self._figures = gateway, figures
        self._encodings = Encodings()

    def ready(
        self, made: Representation, headers: Headers, *, is_head: bool
    ) -> Ready | None:
        """`made` as the answer to a request, if that needs no waiting at all."""
        if made.file is not None:
            return self._ready_file(made, headers, is_head=is_head)
        if b"range" in headers:
            return None
        coding, is_theirs = self._suiting(made, headers)
        if is_theirs:
            return Ready(coding.heads[1])
        if is_head:
            return Ready(coding.heads[0])
        return Ready(coding.heads[0], coding.body) if coding.inflate is None else None

    def _suiting(self, made: Representation, headers: Headers) -> tuple[Coding, bool]:
        """The form that the client likes best, and whether it has that already."""
        accepts_gzip = self._encodings.accepts_gzip(headers.get(b"accept-encoding"))
        coding = made.gzip if accepts_gzip else made.identity
        condition = headers.get(b"if-none-match")
        if condition is None or coding.etag is None or not is_known(condition, coding.etag):
            return coding, False
        self._figures.tally["unmodified"] += 1
        return coding, True

    async def sent(
        self, made: Representation, scope: Scope, headers: Headers, send: Send
    ) -> bool:
        """Whether `made` answers the request; if so, it has been sent."""
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
            await send(coding.start)
            await send(coding.content)
        return True

    async def _sent_file(
        self, made: Representation, scope: Scope, headers: Headers, send: Send
    ) -> bool:
        file = made.file
        wanted = part(file, headers) if file is not None else None
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
            await self._gateway.draw(pieces(handle, wanted, _PIECE), send)
        return True

    def _ready_file(
        self, made: Representation, headers: Headers, *, is_head: bool
    ) -> Ready | None:
        file = made.file
        wanted = part(file, headers) if file is not None else None
        handle = opened(file) if file is not None and wanted is not None else None
        if wanted is None or handle is None:
            return None
        if is_head:
            os.close(handle)
            return Ready(wanted.head(made))
        return Ready(wanted.head(made), part=wanted, handle=handle)
