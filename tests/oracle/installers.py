"""Installers as readers: what pip and uv have on the disk before they build or import.

An sdist for uv builds itself: its backend notes where it is, and copies everything it
sees. What is said of a wheel is what lies in the directory that it was installed into.
"""

import shutil
import subprocess
import tempfile
from pathlib import Path

from tests.builders.tars import Member
from tests.oracle.believing import SDIST
from tests.oracle.readers import ReadingFailed, run
from tests.oracle.trees import Tree, below, files_of

ROOT = "example-1.0"
_BACKEND = b"""\
import os, shutil

def get_requires_for_build_wheel(settings=None):
    return []

def build_wheel(directory, settings=None, metadata=None):
    shutil.copytree(".", os.environ["ORACLE_TARGET"], symlinks=True, dirs_exist_ok=True)
    raise SystemExit("seen")
"""
_PYPROJECT = b"""\
[build-system]
requires = []
build-backend = "backend_of_the_oracle"
backend-path = ["."]
"""
BUILT_BY = (
    Member(f"{ROOT}/pyproject.toml", _PYPROJECT),
    Member(f"{ROOT}/backend_of_the_oracle.py", _BACKEND),
)
"""What an sdist must have so that it can be asked what an installer sees."""

_WRITTEN = {
    ".lock",
    *(
        f"{ROOT}.dist-info/{name}"
        for name in ("INSTALLER", "RECORD", "REQUESTED", "direct_url.json", "uv_cache.json")
    ),
}
_UNPACK = """\
import sys
from pip._internal.exceptions import InstallationError
from pip._internal.utils.unpacking import unpack_file
for line in sys.stdin:
    source, target = line.rstrip("\\n").split("\\t")
    try:
        unpack_file(source, target)
    except (InstallationError, OSError) as error:
        print("failed:", repr(error)[:500].replace("\\n", " "), flush=True)
    else:
        print("done", flush=True)
"""


def seen(believed: Tree, path: Path) -> Tree:
    """Return the content of an archive as an installer unpacks it.

    Of an sdist that is what lies in its one directory; the files of a wheel are put where
    they belong, and its own list of them is written anew.
    """
    if path.name == SDIST:
        return below(believed, ROOT)
    placed = {_place(name): entry for name, entry in believed.items()}
    return files_of({name: entry for name, entry in placed.items() if name not in _WRITTEN})


def _place(name: str) -> str:
    for scheme in ("purelib", "platlib", "data"):
        name = name.removeprefix(f"{ROOT}.data/{scheme}/")
    return name


class Pip:
    """pip's unpacking of an sdist, in one process for many of them."""

    title = "pip"

    def __init__(self, python: Path) -> None:
        self._process = subprocess.Popen(
            [python, "-c", _UNPACK],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def unpack(self, path: Path, target: Path) -> None:
        """Unpack an archive, without the directory that everything is in."""
        self._process.stdin.write(f"{path}\t{target}\n")
        self._process.stdin.flush()
        said = self._process.stdout.readline().strip()
        if said != "done":
            raise ReadingFailed(said)

    def close(self) -> None:
        self._process.communicate(timeout=60)


class UV:
    """uv, as it unpacks an sdist to build it and installs a wheel."""

    title = "uv"

    def __init__(self, program: Path, python: Path) -> None:
        self._program, self._python = program, python

    def unpack(self, path: Path, target: Path) -> None:
        """Unpack an archive, without the directory that everything is in."""
        if path.suffix == ".whl":
            self._install(path, target)
        else:
            self._build(path, target)

    def _build(self, path: Path, target: Path) -> None:
        with tempfile.TemporaryDirectory() as built:
            options = ("--wheel", "--no-build-isolation", "--out-dir", built)
            try:
                self._run("build", *options, path, target=target)
            except ReadingFailed as error:
                if "Call to `backend_of_the_oracle" not in str(error) or not any(
                    target.iterdir()
                ):
                    raise
        shutil.rmtree(target / "__pycache__", ignore_errors=True)

    def _install(self, path: Path, target: Path) -> None:
        self._run("pip", "install", "--no-deps", "--target", target, path, target=target)
        for name in _WRITTEN:
            (target / name).unlink(missing_ok=True)

    def _run(self, *command: str | Path, target: Path) -> None:
        shared = ("--no-cache", "--offline", "--no-config", "--python", self._python)
        run(self._program, *command, *shared, ORACLE_TARGET=str(target))

    def close(self) -> None:
        """Every call is a process of its own."""
