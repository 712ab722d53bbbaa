"""The index filled with everything it needs itself, which is then installed from it alone.

`CLOSURE` names a directory with every file that the requirements pin, or is `download`.
"""

import os
import re
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.clients.conftest import CLIENTS
from tests.clients.server import ROOT

CLOSURE = os.environ.get("CLOSURE", "")
SETS = ["requirements.txt", *(f"requirements/{name}.txt" for name in ("embedded", "tests"))]
NAME_REFUSED = r"isn't allowed \(conflict with|is too similar to an existing project"
pytestmark = [
    pytest.mark.slow,
    pytest.mark.timeout(1200),
    pytest.mark.skipif(not CLOSURE, reason="CLOSURE names no directory of files"),
]


@pytest.fixture(scope="module")
def closure(tmp_path_factory):
    """The files that the requirements pin."""
    if CLOSURE != "download":
        return sorted(path for path in Path(CLOSURE).iterdir() if path.suffix != ".txt")
    folder = tmp_path_factory.mktemp("closure")
    for name in SETS:
        command = (sys.executable, "-m", "pip", "download", "--quiet", "--require-hashes")
        command = (*command, "-d", folder, "-r", ROOT / name)
        subprocess.run(command, check=True, timeout=1800)
    return sorted(folder.iterdir())


@pytest.fixture(scope="module")
def filled(make_server, closure, tmp_path_factory):
    """An index with all of it; what was refused, with the answers."""
    server = make_server()
    server.refused = {}
    with ThreadPoolExecutor(2) as pool:
        answers = pool.map(lambda path: upload(server, path), closure)
        for path, said in zip(closure, answers, strict=True):
            if said.returncode != 0:
                server.refused[path.name] = " ".join(said.stdout.split())
    return server


def upload(server, path):
    return subprocess.run(
        [
            *(CLIENTS / "bin" / "twine", "upload", "--non-interactive"),
            *("--disable-progress-bar", "--repository-url", server.legacy),
            *("-u", "__token__", "-p", server.token, path),
        ],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
        timeout=300,
    )


def test_everything_is_accepted_but_names_that_nobody_may_have(filled, closure, capsys):
    unexpected = {
        name: said
        for name, said in filled.refused.items()
        if not re.search(NAME_REFUSED, said)
    }
    with capsys.disabled():
        print(f" {len(closure) - len(filled.refused)} of {len(closure)} accepted")  # noqa: T201
        for name, said in filled.refused.items():
            print(f"  {name}: {said[-200:]}")  # noqa: T201
    assert unexpected == {}


@pytest.mark.parametrize("client", ["pip", "uv"])
def test_the_index_installs_itself(filled, machine, client, capsys):
    python = machine.environment()
    start = {
        "pip": ("pip", "--python", python, "install", "--index-url"),
        "uv": ("uv", "pip", "install", "--python", python, "--default-index"),
    }[client]
    what = ("--require-hashes", "-r", ROOT / "requirements.txt")
    begun = time.monotonic()
    machine.works(*start, filled.simple, "--only-binary", ":all:", *what, timeout=600)
    with capsys.disabled():
        print(f" {client}: {time.monotonic() - begun:.0f} s")  # noqa: T201
    pinned = re.findall(r"(?m)^([a-z0-9-]+)(?:\[.*\])?==", (ROOT / SETS[0]).read_text())
    assert len(machine.installed(python)) > 0.8 * len(pinned)
    machine.works(python, "-c", "import pyramid, sqlalchemy, celery, psycopg, orjson")
