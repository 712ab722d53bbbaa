"""The whole application as WSGI: proxies believed as far as told, then Pyramid."""

import os
import re
from collections.abc import Callable, Iterable, Mapping
from io import BytesIO
from typing import Any

from pyramid.config import Configurator
from whitenoise import WhiteNoise

from warehouse import static
from warehouse.config import configure
from warehouse.settings import Settings

UPLOADS = "/legacy"
LARGEST_BODY = 2 * 1024 * 1024
"""Bytes of a form or of an API call; uploads are no such thing."""

_HASHED = re.compile(r"\.[0-9a-f]{8,}\.")

WSGI = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


def make_application(
    settings: Settings | None = None, environ: Mapping[str, str] = os.environ
) -> WSGI:
    """The application that `environ` describes; raises `SettingsError`."""
    return wrap(configure(settings, environ))


def wrap(config: Configurator) -> WSGI:
    """Put proxy headers and static files in front; raises `StaticMissing`."""
    settings: Settings = config.registry.settings["warehouse"]
    manifest: static.Manifest = config.registry[static.Manifest]
    files = WhiteNoise(
        config.make_wsgi_app(),
        root=manifest.root if manifest.names else None,
        prefix=static.PREFIX,
        immutable_file_test=lambda path, url: bool(_HASHED.search(url)),
    )
    return ProxyHeaders(SmallBodies(files), trusted=settings.site.trusted_proxies)


class SmallBodies:
    """Reads bodies where nobody expects a large one, and refuses large or broken ones.

    Uploads are left alone: they are read as a stream and have limits of their own.
    """

    def __init__(self, application: WSGI) -> None:
        self.application = application

    def __call__(
        self, environ: dict[str, Any], start_response: Callable[..., Any]
    ) -> Iterable[bytes]:
        """Answer 413 or 411, or what the application behind answers."""
        if environ.get("PATH_INFO", "").startswith(UPLOADS):
            return self.application(environ, start_response)
        length = environ.get("CONTENT_LENGTH") or "0"
        if "HTTP_TRANSFER_ENCODING" in environ:
            status, body = "411 Length Required", b"Send the length of the body.\n"
        elif not length.isdigit() or int(length) > LARGEST_BODY:
            status, body = "413 Content Too Large", b"The body is too large for this URL.\n"
        elif not _is_read(environ, int(length)):
            status, body = "400 Bad Request", b"The body ended before its length.\n"
        else:
            return self.application(environ, start_response)
        headers = [
            ("Content-Type", "text/plain; charset=UTF-8"),
            ("Content-Length", str(len(body))),
            ("Connection", "close"),
        ]
        start_response(status, headers)
        return [body]


def _is_read(environ: dict[str, Any], length: int) -> bool:
    """Put the body into memory; False if the client did not send all of it."""
    try:
        data = environ["wsgi.input"].read(length) if length else b""
    except OSError:
        return False
    environ["wsgi.input"] = BytesIO(data)
    return len(data) == length


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
        """Answer with what the application behind answers."""
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
    """The entry of `header` that the outermost of the `trusted` proxies added, if any."""
    entries = [each.strip() for each in header.split(",") if each.strip()]
    if trusted <= 0 or len(entries) < trusted:
        return ""
    return entries[-trusted]
