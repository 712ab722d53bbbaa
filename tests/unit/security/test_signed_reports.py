"""Signatures of reports, with keys from a file and from a server."""

import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from tests.builders.signatures import Signer
from warehouse.security.signed_reports import (
    KeysUnavailable,
    PublicKeys,
    SignatureInvalid,
)

SIGNER = Signer("k1")


def test_a_good_signature_is_accepted_and_others_refused(tmp_path: Path) -> None:
    keys = PublicKeys(str(SIGNER.publish(tmp_path / "keys.json")))
    keys.verify("k1", SIGNER.sign(b"body"), b"body")
    for identifier, signature, body in [
        ("k2", SIGNER.sign(b"body"), b"body"),
        ("k1", SIGNER.sign(b"body"), b"other"),
        ("k1", Signer("k1").sign(b"body"), b"body"),
        ("k1", "not base64!", b"body"),
        ("k1", "é", b"body"),
        ("k1", "", b""),
    ]:
        with pytest.raises(SignatureInvalid):
            keys.verify(identifier, signature, body)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"[]",
        b"{}",
        b'{"public_keys": [1]}',
        b'{"public_keys": [{"key_identifier": "k1", "key": "x"}]}',
        b"[" * 100_000,
        pytest.param(
            json.dumps(
                {"public_keys": [{"key_identifier": "k1", "key": Signer.other_pem()}]}
            ).encode(),
            id="another kind of key",
        ),
    ],
)
def test_keys_that_are_none(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "keys.json"
    path.write_bytes(content)
    with pytest.raises(KeysUnavailable):
        PublicKeys(str(path)).verify("k1", "", b"")
    with pytest.raises(KeysUnavailable, match="No such file"):
        PublicKeys(str(tmp_path / "none.json")).verify("k1", "", b"")


class Publisher(HTTPServer):
    """Serves the keys, and counts."""

    asked = 0
    status = 200


class _Handler(BaseHTTPRequestHandler):
    server: Publisher

    def do_GET(self) -> None:
        self.server.asked += 1
        self.send_response(self.server.status)
        self.end_headers()
        self.wfile.write(SIGNER.document())

    def log_message(self, *arguments: Any) -> None:
        pass


@pytest.fixture
def publisher() -> Iterator[Publisher]:
    server = Publisher(("127.0.0.1", 0), _Handler)
    thread = Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join(30)


def test_keys_of_a_server(publisher: Publisher) -> None:
    now = 1000.0
    url = f"http://127.0.0.1:{publisher.server_port}/"
    keys = PublicKeys(url, clock=lambda: now)
    publisher.status = 500
    for _ in range(2):
        with pytest.raises(KeysUnavailable):
            keys.verify("k1", SIGNER.sign(b""), b"")
    assert publisher.asked == 1
    publisher.status = 200
    now += 30
    for _ in range(2):
        keys.verify("k1", SIGNER.sign(b""), b"")
    assert publisher.asked == 2
    now += 30 * 60
    keys.verify("k1", SIGNER.sign(b""), b"")
    assert publisher.asked == 3


def test_keys_cannot_be_had_from_a_server_that_does_not_answer() -> None:
    with pytest.raises(KeysUnavailable, match="does not answer"):
        PublicKeys("http://127.0.0.1:9/").verify("k1", "", b"")
