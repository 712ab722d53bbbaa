"""Reading a stream of bytes by our reader and by h11."""

from dataclasses import dataclass, field

import h11

from warehouse.server.heads import BadRequest, Head, HeadParser
from warehouse.server.reading import RequestReader


@dataclass
class Message:
    """A request as a reader has understood it."""

    method: bytes
    target: bytes
    version: bytes
    headers: list[tuple[bytes, bytes]]
    body: bytes = b""
    is_whole: bool = False
    goes_on: bool = True
    """Whether another request may follow on the connection."""


@dataclass
class Found:
    """The requests of a stream, and why the last of them was refused, if it was."""

    messages: list[Message] = field(default_factory=list)
    refusal: str = ""


def by_ours(pieces: list[bytes]) -> Found:
    """Read a stream that comes in these pieces by our reader."""
    reader, found = RequestReader(HeadParser()), Found()
    try:
        for piece in pieces:
            reader.feed(piece)
            _drain(reader, found.messages)
    except BadRequest as error:
        found.refusal = error.reason
    return found


def _drain(reader: RequestReader, messages: list[Message]) -> None:
    while not messages or not messages[-1].is_whole or messages[-1].goes_on:
        event = reader.next()
        if event is None:
            return
        if isinstance(event, Head):
            target = event.path + (b"?" + event.query if event.query else b"")
            headers = list(event.headers)
            version = event.version.encode()
            message = Message(event.method.encode(), target, version, headers)
            message.is_whole, message.goes_on = event.length == 0, event.keeps_alive
            messages.append(message)
        elif isinstance(event, bytes):
            messages[-1].body += event
        else:
            messages[-1].is_whole = True


def by_h11(pieces: list[bytes]) -> Found:
    """Read it by h11, which answers each request before it reads the next."""
    connection = h11.Connection(h11.SERVER, max_incomplete_event_size=1024 * 1024)
    found = Found()
    try:
        for piece in pieces:
            connection.receive_data(piece)
            _drain_h11(connection, found.messages)
    except h11.RemoteProtocolError as error:
        found.refusal = str(error)
    return found


def _drain_h11(connection: h11.Connection, messages: list[Message]) -> None:
    while True:
        event = connection.next_event()
        if event is h11.NEED_DATA or event is h11.PAUSED:
            return
        if isinstance(event, h11.Request):
            messages.append(
                Message(event.method, event.target, event.http_version, list(event.headers))
            )
        elif isinstance(event, h11.Data):
            messages[-1].body += event.data
        elif isinstance(event, h11.EndOfMessage):
            messages[-1].is_whole = True
            connection.send(
                h11.Response(status_code=200, headers=[("content-length", "0")])
            )
            connection.send(h11.EndOfMessage())
            if connection.our_state is not h11.DONE:
                messages[-1].goes_on = False
                return
            connection.start_next_cycle()
        else:
            return
