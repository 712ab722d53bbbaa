"""The request target, brought into its origin form (RFC 9112, section 3.2).

A client of a proxy sends a whole URL. It is taken apart before anything looks at it: the
path and query become the target, and the authority replaces `Host`.
"""

from typing import Any
from urllib.parse import unquote_to_bytes

from gunicorn.asgi.parser import ParseError

_SCHEMES = {b"http", b"https"}


def to_origin_form(request: Any) -> None:
    """Rewrite gunicorn's `request` for a URL into one for a path; raises `ParseError`.

    What is no URL, the `*` of OPTIONS and the authority of CONNECT, is left alone.
    """
    scheme, separator, rest = request.raw_path.partition(b"://")
    if not separator:
        return
    if scheme.lower() not in _SCHEMES:
        raise ParseError(f"this server has no {scheme.decode('latin-1')} URLs")
    authority, _, path = rest.partition(b"/")
    request.raw_path = b"/" + path
    request.path = unquote_to_bytes(request.raw_path).decode("utf-8", "replace")
    request.uri = request.raw_path.decode("latin-1")
    if request.query:
        request.uri += f"?{request.query}"
    named = [each for each in request.headers_bytes if each[0] != b"host"]
    if len(named) < len(request.headers_bytes) or request.version < (1, 1):
        request.headers_bytes = [(b"host", authority), *named]
