"""The whole application as WSGI: proxies, hosts and small bodies, then Pyramid."""

import os
import re
from collections.abc import Callable, Iterable, Mapping
from io import BytesIO
from typing import Any

from pyramid.config import Configurator
from pyramid.httpexceptions import (
    HTTPBadRequest,
    HTTPError,
    HTTPLengthRequired,
    HTTPRequestEntityTooLarge,
)
from whitenoise import WhiteNoise

from warehouse import static
from warehouse.config import configure
from warehouse.http.hosts import is_host
from warehouse.paths import UPLOADS
from warehouse.settings import Settings

LARGEST_BODY = 2 * 1024 * 1024
"""Bytes of a form or of an API call; uploads are no such thing."""

_HASHED = re.compile(r"\.[0-9a-f]{8,}\.")

_MOST_DIGITS = 18

WSGI = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


def make_application(
    settings: Settings | None = None, environ: Mapping[str, str] = os.environ
) -> WSGI:
    """Make the application that `environ` describes; raises `SettingsError`."""
    return wrap(configure(settings, environ))


def wrap(config: Configurator) -> WSGI:
    """Put the WSGI layers in front of Pyramid's; raises `StaticMissing`."""
    settings: Settings = config.registry.settings["warehouse"]
    manifest: static.Manifest = config.registry[static.Manifest]
    files = WhiteNoise(
        config.make_wsgi_app(),
        root=manifest.root if manifest.names else None,
        prefix=static.PREFIX,
        immutable_file_test=lambda path, url: bool(_HASHED.search(url)),
    )
    inner = Hosts(SmallBodies(files))
    return ProxyHeaders(inner, trusted=settings.site.trusted_proxies)


class Hosts:
    """Refuses requests whose host is missing or malformed, before anything uses it."""

    def __init__(self, application: WSGI) -> None:
        self.application = application

    def __call__(
        self, environ: dict[str, Any], start_response: Callable[..., Any]
    ) -> Iterable[bytes]:
        """Answer 400, or as the application behind does."""
        host = environ.get("HTTP_HOST")
        if host is None and environ.get("SERVER_PROTOCOL") != "HTTP/1.1":
            return self.application(environ, start_response)
        if host is not None and is_host(host):
            return self.application(environ, start_response)
        problem = "is missing" if host is None else f"{host[:100]!r} is no host"
        body = (
            f"400 Bad Request\n\nThe header Host {problem}. Send one that is a name or an "
            "address, and a port if there is one, such as index.example:8000.\n"
        ).encode()
        headers = [
            ("Content-Type", "text/plain; charset=UTF-8"),
            ("Content-Length", str(len(body))),
        ]
        start_response("400 Bad Request", headers)
        return [body]


class Unreadable:
    """Stands for a body, and raises when it is read."""

    def __init__(self, error: type[HTTPError], problem: str) -> None:
        self._error, self._problem = error, problem

    def read(self, size: int = -1) -> bytes:
        """Raise the error."""
        raise self._error(self._problem)

    def seek(self, offset: int, whence: int = 0) -> int:
        """Do nothing."""
        return 0

    readline = read


class SmallBodies:
    """Reads the bodies of all requests but uploads, and refuses large or broken ones.

    A large one is refused when something behind reads it, and not before: a client that
    uploads to a wrong address is to be told so, whatever it uploads. Uploads are read as a
    stream and have limits of their own.
    """

    def __init__(self, application: WSGI) -> None:
        self.application = application

    def __call__(
        self, environ: dict[str, Any], start_response: Callable[..., Any]
    ) -> Iterable[bytes]:
        """Answer as the application behind does; it may raise 413, 411 or 400."""
        if not environ.get("PATH_INFO", "").startswith(UPLOADS):
            environ["wsgi.input"] = body = _small(environ)
            if isinstance(body, Unreadable):
                # WebOb would copy it before anybody asks for it, or take it for empty.
                environ["webob.is_body_seekable"] = True
                environ["wsgi.input_terminated"] = True
        return self.application(environ, start_response)


def _small(environ: dict[str, Any]) -> BytesIO | Unreadable:
    """Return the body, or something that raises when it is read."""
    length = environ.get("CONTENT_LENGTH") or "0"
    if "HTTP_TRANSFER_ENCODING" in environ:
        return Unreadable(HTTPLengthRequired, "Send the length of the body.")
    if not (length.isascii() and length.isdigit()):
        return Unreadable(HTTPBadRequest, "The length of the body is not a number.")
    if len(length) > _MOST_DIGITS or int(length) > LARGEST_BODY:
        return Unreadable(
            HTTPRequestEntityTooLarge,
            f"The body is too large for this URL: it may have {LARGEST_BODY} bytes.",
        )
    try:
        data = environ["wsgi.input"].read(int(length)) if int(length) else b""
    except OSError:
        data = b""
    if len(data) != int(length):
        return Unreadable(HTTPBadRequest, "The body ended before its length.")
    return BytesIO(data)


class ProxyHeaders:
    """Believes `X-Forwarded-*` as far as trusted proxies set them, and drops the rest.

    With `trusted` proxies in front, the client is the entry that the outermost of them
    added, which is the one `trusted` places from the right (RFC 7239, section 4).
    """

    def __init__(self, application: WSGI, *, trusted: int) -> None:
        self.application = application
        self.trusted = trusted

    def __call__(
        self, environ: dict[str, Any], start_response: Callable[..., Any]
    ) -> Iterable[bytes]:
        """Answer as the application behind does."""
        address = forwarded(environ.pop("HTTP_X_FORWARDED_FOR", ""), self.trusted)
        scheme = forwarded(environ.pop("HTTP_X_FORWARDED_PROTO", ""), self.trusted)
        host = forwarded(environ.pop("HTTP_X_FORWARDED_HOST", ""), self.trusted)
        if address:
            environ["REMOTE_ADDR"] = address
        if scheme in {"http", "https"}:
            environ["wsgi.url_scheme"] = scheme
        if host:
            environ["HTTP_HOST"] = host
        return self.application(environ, start_response)


def forwarded(header: str, trusted: int) -> str:
    """Return the entry of `header` that the outermost of the `trusted` proxies added."""
    entries = [each.strip() for each in header.split(",") if each.strip()]
    if trusted <= 0 or len(entries) < trusted:
        return ""
    return entries[-trusted]
