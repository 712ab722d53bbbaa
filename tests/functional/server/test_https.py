"""HTTPS by a certificate of gunicorn's settings."""

import http.client
import json
import ssl
from hashlib import sha256
from random import Random

import pytest

from tests.builders.certificates import certificate
from tests.builders.gunicorn import gunicorn
from tests.builders.ports import free_port
from tests.builders.waiting import wait_until

WITNESS = "tests.functional.server.witness"


@pytest.fixture
def connection(tmp_path):
    """A connection to a server that has a certificate."""
    files, port = certificate(tmp_path, "127.0.0.1"), free_port()
    trusted = ssl.create_default_context(cafile=str(files.certificate))
    made = http.client.HTTPSConnection("127.0.0.1", port, context=trusted, timeout=30)

    def connects():
        try:
            made.connect()
        except ConnectionRefusedError:
            return False
        return True

    certified = ("--certfile", str(files.certificate), "--keyfile", str(files.key))
    with gunicorn(WITNESS, f"127.0.0.1:{port}", "--workers", "1", *certified):
        wait_until(connects)
        yield made
        made.close()


def test_requests_are_answered_over_a_connection_that_stays(connection):
    body = Random(0).randbytes(2_000_000)
    for content in (body, b"", body[:100]):
        connection.request("POST", "/legacy/", content)
        said = json.load(connection.getresponse())
        found = (said["size"], said["digest"])
        assert found == (len(content), sha256(content).hexdigest())
