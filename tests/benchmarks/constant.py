"""The ceiling: a WSGI application that answers 20 kB and does nothing else."""

BODY = b"x" * 20_000


def application(environ, start_response):
    """The same answer to everybody."""
    headers = [("Content-Type", "text/plain"), ("Content-Length", str(len(BODY)))]
    start_response("200 OK", headers)
    return [BODY]
