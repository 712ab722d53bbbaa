"""Requests of a benchmark, and sending one of them."""

import http.client
from dataclasses import dataclass, replace
from typing import NamedTuple

GZIP = "Accept-Encoding: gzip"
JSON = "Accept: application/vnd.pypi.simple.v1+json"


@dataclass(frozen=True)
class Request:
    """A request on a server of this machine; a POST if it has a body."""

    path: str
    headers: tuple[str, ...] = ()
    body: bytes = b""
    status: int = 200
    """What is to be answered; 304 is as good as 200."""

    def bytes(self, port: int) -> bytes:
        """All of it, as it is sent."""
        method = "POST" if self.body else "GET"
        lines = [f"{method} {self.path} HTTP/1.1", f"Host: localhost:{port}", *self.headers]
        if self.body:
            lines.append(f"Content-Length: {len(self.body)}")
        return "\r\n".join([*lines, "", ""]).encode() + self.body


class Answer(NamedTuple):
    """An answer, as far as a benchmark looks at it."""

    status: int
    headers: http.client.HTTPMessage
    body: bytes


def ask(port: int, request: Request, timeout: float = 60) -> Answer:
    """One answer over a connection of its own."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=timeout)
    headers = dict(line.split(": ", 1) for line in request.headers)
    try:
        connection.request(
            "POST" if request.body else "GET",
            request.path,
            request.body or None,
            {"Host": f"localhost:{port}", **headers},
        )
        answer = connection.getresponse()
        return Answer(answer.status, answer.headers, answer.read())
    finally:
        connection.close()


def conditional(port: int, request: Request) -> Request | None:
    """The same request by someone who has the answer; None where that says nothing."""
    etag = ask(port, request).headers["ETag"]
    if etag is None:
        return None
    asked = replace(request, headers=(*request.headers, f"If-None-Match: {etag}"))
    return asked if ask(port, asked).status == 304 else None
