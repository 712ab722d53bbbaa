"""Telling programs apart by their user agents, and people's installers from others.

Only words of our own are stored: a client that invents a name, a version of Python or a
system is counted under "other" or "unknown".
"""

import enum
import re
from typing import Any, NamedTuple

import orjson

LONGEST = 2048
"""Bytes of a user agent that is looked at; pip's have some hundreds."""

OTHER, UNKNOWN = "other", "unknown"


class Audience(enum.StrEnum):
    """Who downloads: programs that install for people, copies of indexes, and others."""

    INSTALLERS = "installers"
    MIRRORS = "mirrors"
    ROBOTS = "robots"
    OTHERS = "others"


class Client(NamedTuple):
    """What is counted of a user agent.

    The audience is a plain text: the hash of a member of an enumeration takes long.
    """

    audience: str
    installer: str = OTHER
    python: str = UNKNOWN
    system: str = UNKNOWN


UNNAMED = Client(Audience.OTHERS.value)

_INSTALLERS = {
    "conda": "conda",
    "hatch": "hatch",
    "mamba": "mamba",
    "pdm": "pdm",
    "pex": "pex",
    "pip": "pip",
    "pipenv": "pipenv",
    "pixi": "pixi",
    "poetry": "poetry",
    "setuptools": "setuptools",
    "uv": "uv",
}
_MIRRORS = {
    "artifactory": "Artifactory",
    "bandersnatch": "bandersnatch",
    "devpi-server": "devpi",
    "morgan": "morgan",
    "nexus": "Nexus",
    "proxpi": "proxpi",
    "pulpcore": "Pulp",
    "z3c.pypimirror": "z3c.pypimirror",
}
_SYSTEMS = {
    "darwin": "macOS",
    "freebsd": "FreeBSD",
    "linux": "Linux",
    "netbsd": "NetBSD",
    "openbsd": "OpenBSD",
    "windows": "Windows",
}
_PRODUCT = re.compile(r"([a-z][a-z0-9.-]{0,30})/[0-9][0-9a-z.+!-]{0,40}(?: |$)", re.I)
_PYTHON = re.compile(r"([23]\.[0-9]{1,2})(?![0-9])")
_COMMENT = re.compile(r"(?:c?python|pypy)[/ ]([23]\.[0-9]{1,2})(?![0-9])", re.I)
_SYSTEM = re.compile(rf"\b({'|'.join(_SYSTEMS)})\b", re.I)
_ROBOT = re.compile(r"bot\b|crawl|spider|slurp|archiver|scanner", re.I)


def client_of(user_agent: bytes | None) -> Client:
    """Return what is counted of a user agent, which may say anything."""
    if not user_agent or len(user_agent) > LONGEST or not user_agent.isascii():
        return UNNAMED
    text = user_agent.decode("ascii")
    product = _PRODUCT.match(text)
    name = product[1].lower() if product is not None else ""
    if product is not None and name in _INSTALLERS:
        return _installer(_INSTALLERS[name], text[product.end() :])
    if name in _MIRRORS:
        return Client(Audience.MIRRORS.value, _MIRRORS[name])
    return Client(Audience.ROBOTS.value) if _ROBOT.search(text) else UNNAMED


def _installer(name: str, rest: str) -> Client:
    if rest.startswith("{"):
        python, system = _told(rest)
    else:
        found, system_found = _COMMENT.search(rest), _SYSTEM.search(rest)
        python = found[1] if found is not None else UNKNOWN
        system = system_found[1] if system_found is not None else ""
    return Client(
        Audience.INSTALLERS.value,
        name,
        python,
        _SYSTEMS.get(system.lower(), OTHER) if system else UNKNOWN,
    )


def _told(text: str) -> tuple[str, str]:
    """Return Python and system of the JSON that pip and uv send, as far as it is that."""
    try:
        said: Any = orjson.loads(text)
    except orjson.JSONDecodeError:
        return UNKNOWN, ""
    python = said.get("python")
    system = said.get("system")
    name = system.get("name") if isinstance(system, dict) else None
    found = _PYTHON.match(python) if isinstance(python, str) else None
    return found[1] if found is not None else UNKNOWN, name if isinstance(name, str) else ""
