"""A small reverse proxy: speaks TLS for an index, or keeps answers too long on purpose."""

import datetime
import http.client
import ipaddress
import ssl
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

_OF_THE_CONNECTION = {"connection", "keep-alive", "transfer-encoding", "server", "date"}
_KEYS = ("Accept", "Accept-Encoding", "If-None-Match")


class Proxy(ThreadingHTTPServer):
    """Passes requests on to a port of this machine, and is the one proxy in front of it.

    With `keep_for`, an answer to GET is repeated for so many seconds, whatever happens.
    """

    daemon_threads = True

    def __init__(self, port: int, *, keep_for: float = 0, certificate: Path | None = None):
        super().__init__(("127.0.0.1", 0), _Handler)
        self.behind, self.keep_for = port, keep_for
        self.scheme = "https" if certificate else "http"
        self.kept: dict[tuple, tuple] = {}
        self.context: ssl.SSLContext | None = None
        if certificate:
            self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            self.context.load_cert_chain(certificate)
        self._thread = threading.Thread(target=self.serve_forever, daemon=True)

    @property
    def port(self) -> int:
        return self.server_address[1]

    @property
    def url(self) -> str:
        return f"{self.scheme}://localhost:{self.port}"

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *_):
        self.shutdown()
        self.server_close()
        self._thread.join(60)

    def finish_request(self, request, client_address):
        if self.context is None:
            super().finish_request(request, client_address)
            return
        try:
            with self.context.wrap_socket(request, server_side=True) as secret:
                super().finish_request(secret, client_address)
        except (ssl.SSLError, ConnectionError):
            return  # whoever does not trust our certificate says so itself


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        key = (self.path, *map(self.headers.get, _KEYS))
        made, answer = self.server.kept.get(key, (0.0, None))
        if answer is None or time.monotonic() - made >= self.server.keep_for:
            answer = self._ask()
            self.server.kept[key] = time.monotonic(), answer
        self._answer(*answer)

    def _pass_on(self):
        self._answer(*self._ask())

    do_HEAD = do_POST = _pass_on

    def _ask(self):
        """Return the answer of the index: status, headers and body."""
        size = int(self.headers.get("Content-Length", 0))
        kept = [
            (k, v) for k, v in self.headers.items() if k.lower() not in _OF_THE_CONNECTION
        ]
        headers = dict(kept)
        headers["X-Forwarded-For"] = self.client_address[0]
        headers["X-Forwarded-Proto"] = self.server.scheme
        headers["X-Forwarded-Host"] = self.headers["Host"]
        connection = http.client.HTTPConnection("127.0.0.1", self.server.behind, timeout=60)
        try:
            connection.request(self.command, self.path, self.rfile.read(size), headers)
            found = connection.getresponse()
            return found.status, found.getheaders(), found.read()
        except (OSError, http.client.HTTPException) as error:
            return 502, [], f"nothing behind: {error}".encode()
        finally:
            connection.close()

    def _answer(self, status, headers, body):
        self.send_response_only(status)
        for name, value in headers:
            if name.lower() not in {*_OF_THE_CONNECTION, "content-length"}:
                self.send_header(name, value)
        if self.command == "HEAD":
            size = dict(headers).get("Content-Length")
        else:
            size = None if status == 304 else len(body)
        if size is not None:
            self.send_header("Content-Length", str(size))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format, *args):
        """The index behind writes the log."""


def make_certificate(path: Path) -> Path:
    """A key and a certificate for localhost that vouches for itself, in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    now = datetime.datetime.now(datetime.UTC)
    names = [x509.DNSName("localhost"), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    secret = key.private_bytes(
        pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.write_bytes(secret + certificate.public_bytes(pem))
    return path
