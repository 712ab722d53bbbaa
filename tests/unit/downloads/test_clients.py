"""User agents, told apart by a few words and never believed."""

import json

import pytest

from warehouse.downloads.clients import LONGEST, UNNAMED, Audience, Client, client_of

INSTALLERS, MIRRORS = Audience.INSTALLERS, Audience.MIRRORS
PIP = {
    "ci": None,
    "implementation": {"name": "CPython", "version": "3.11.4"},
    "installer": {"name": "pip", "version": "24.0"},
    "python": "3.11.4",
    "system": {"name": "Linux", "release": "6.1"},
}


def pip(**changes):
    return b"pip/24.0 " + json.dumps({**PIP, **changes}).encode()


@pytest.mark.parametrize(
    ("agent", "client"),
    [
        (pip(), Client(INSTALLERS, "pip", "3.11", "Linux")),
        (pip(system={"name": "Darwin"}), Client(INSTALLERS, "pip", "3.11", "macOS")),
        (pip(python="3.14.0a1"), Client(INSTALLERS, "pip", "3.14", "Linux")),
        (
            b'uv/0.5.1 {"installer":{"name":"uv","version":"0.5.1"},"python":"3.13.0",'
            b'"system":{"name":"Windows"}}',
            Client(INSTALLERS, "uv", "3.13", "Windows"),
        ),
        (
            b"poetry/1.8.2 CPython/3.12.1 Linux/6.5.0",
            Client(INSTALLERS, "poetry", "3.12", "Linux"),
        ),
        (b"pdm/2.12", Client(INSTALLERS, "pdm")),
        (
            b"bandersnatch/6.5.0 (cpython 3.11.2-final0, Linux)",
            Client(MIRRORS, "bandersnatch"),
        ),
        (b"devpi-server/6.9 (py3.11.2; linux)", Client(MIRRORS, "devpi")),
        (b"Artifactory/7.77.5 77705900", Client(MIRRORS, "Artifactory")),
        (b"Nexus/3.68.1-02 (PRO; Linux; 5.10)", Client(MIRRORS, "Nexus")),
        (b"Mozilla/5.0 (compatible; Googlebot/2.1)", Client(Audience.ROBOTS)),
        (b"curl/8.1", UNNAMED),
        (b"Wget/1.21", UNNAMED),
        (b"Mozilla/5.0 (X11; Linux x86_64) Firefox/120.0", UNNAMED),
        (None, UNNAMED),
        (b"", UNNAMED),
    ],
)
def test_known_programs_have_their_names(agent, client):
    assert client_of(agent) == client


@pytest.mark.parametrize(
    ("agent", "client"),
    [
        (pip(python="9.99"), Client(INSTALLERS, "pip", "unknown", "Linux")),
        (pip(python="3.111"), Client(INSTALLERS, "pip", "unknown", "Linux")),
        (pip(python=["3.11"]), Client(INSTALLERS, "pip", "unknown", "Linux")),
        (pip(system={"name": "<b>"}), Client(INSTALLERS, "pip", "3.11", "other")),
        (pip(system="Linux"), Client(INSTALLERS, "pip", "3.11")),
        (b"pip/24.0 {" + b'"a":[' * 300, Client(INSTALLERS, "pip")),
        (b"pip/24.0 " + b"[" * 1900, Client(INSTALLERS, "pip")),
        (b'pip/24.0 {"python": 1e999999}', Client(INSTALLERS, "pip")),
        (b"pip/24.0 {\x00\x01\x1b}", Client(INSTALLERS, "pip")),
        (b"pip/24.0\r\nX: y", UNNAMED),
        (b"pip/" + b"9" * 100_000, UNNAMED),
        (b"pip/24.0 " + b"x" * LONGEST, UNNAMED),
        ("píp/24.0".encode(), UNNAMED),
        (b"\xff" * 100, UNNAMED),
        (b"invented/1.0", UNNAMED),
    ],
)
def test_invented_names_are_never_stored(agent, client):
    assert client_of(agent) == client
