"""The ceilings: applications that answer 20 kB and do nothing else, as WSGI and as ASGI."""

BODY = b"x" * 20_000

_HEADERS = [
    (b"content-type", b"text/plain"),
    (b"content-length", str(len(BODY)).encode()),
]


def application(environ, start_response):
    """The same answer to everybody."""
    start_response("200 OK", [(name.decode(), value.decode()) for name, value in _HEADERS])
    return [BODY]


async def asynchronous(scope, receive, send):
    """The same, with an event loop."""
    await send({"type": "http.response.start", "status": 200, "headers": _HEADERS})
    await send({"type": "http.response.body", "body": BODY})
