"""Other programs that read archives: each lists the names, and unpacks what is there."""

import os
import re
import shutil
import subprocess
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from tests.oracle.believing import SDIST, WHEEL

_ENVIRONMENT = {**os.environ, "LC_ALL": "C.UTF-8", "TZ": "UTC"}
_TIMEOUT = 60
_OF_PYTHON = (
    *(tarfile.TarError, zipfile.BadZipFile, zlib.error),
    *(OSError, ValueError, KeyError, OverflowError, NotImplementedError),
)
_OCTAL = re.compile(rb"\\([0-7]{3})")


class ReadingFailed(Exception):
    """A program that could not read an archive, with what it said."""


class Unpacker(Protocol):
    """A program that unpacks archives of one kind."""

    title: str

    def unpack(self, path: Path, target: Path) -> None:
        """Unpack it all below `target`."""


class Reader(Unpacker, Protocol):
    """A program that can say what is in archives, too."""

    composes_names: bool
    """Whether it puts names into Unicode's form NFC, which makes no two of them one."""

    def names(self, path: Path) -> set[str]:
        """Return the names that are listed, directories without a slash at their end."""


def run(*command: str | Path, **environment: str) -> str:
    """Return what a program prints; raises `ReadingFailed`."""
    done = subprocess.run(
        command,
        env=_ENVIRONMENT | environment,
        capture_output=True,
        stdin=subprocess.DEVNULL,
        timeout=_TIMEOUT,
        check=False,
    )
    if done.returncode:
        raise ReadingFailed(done.stderr.decode("utf-8", "replace").strip()[:500])
    return done.stdout.decode("utf-8", "surrogateescape")


def _lines(text: str) -> set[str]:
    return {line.rstrip("/") for line in text.split("\n") if line}


@contextmanager
def _told() -> Iterator[None]:
    """Turn what the standard library raises about an archive into `ReadingFailed`."""
    try:
        yield
    except _OF_PYTHON as error:
        raise ReadingFailed(repr(error)) from error


class PythonTar:
    """The standard library, unpacking only what is data (PEP 706)."""

    title, composes_names = "tarfile", False

    def names(self, path: Path) -> set[str]:
        with _told(), tarfile.open(path) as archive:
            return set(archive.getnames())

    def unpack(self, path: Path, target: Path) -> None:
        with _told(), tarfile.open(path, errorlevel=2) as archive:
            archive.extractall(target, filter="data")


class PythonZip:
    """The standard library."""

    title, composes_names = "zipfile", False

    def names(self, path: Path) -> set[str]:
        with _told(), zipfile.ZipFile(path) as archive:
            return {name.rstrip("/") for name in archive.namelist()}

    def unpack(self, path: Path, target: Path) -> None:
        with _told(), zipfile.ZipFile(path) as archive:
            archive.extractall(target)


@dataclass(frozen=True)
class GNUTar:
    """GNU tar, as it unpacks for somebody who is not root."""

    program: str
    title: str = "GNU tar"
    composes_names: bool = False

    def names(self, path: Path) -> set[str]:
        return _lines(run(self.program, "--quoting-style=literal", "-tzf", path))

    def unpack(self, path: Path, target: Path) -> None:
        options = ("--no-same-owner", "--no-same-permissions", "-C", target)
        run(self.program, "-xzf", path, *options)


@dataclass(frozen=True)
class LibarchiveTar:
    """bsdtar, which reads zips as well, and lists octal numbers for what is not printed."""

    program: str
    title: str = "bsdtar"
    composes_names: bool = True

    def names(self, path: Path) -> set[str]:
        said = run(self.program, "-tf", path).encode("utf-8", "surrogateescape")
        plain = _OCTAL.sub(lambda match: bytes([int(match[1], 8)]), said)
        return _lines(plain.decode("utf-8", "surrogateescape"))

    def unpack(self, path: Path, target: Path) -> None:
        run(self.program, "--no-same-owner", "-xf", path, "-C", target)


@dataclass(frozen=True)
class InfoZip:
    """unzip, which says with 1 that it has warned, and with 0 that it has not."""

    program: str
    title: str = "unzip"
    composes_names: bool = False

    def names(self, path: Path) -> set[str]:
        return _lines(run(self.program, "-Z1", path))

    def unpack(self, path: Path, target: Path) -> None:
        run(self.program, "-qq", "-o", path, "-d", target)


def readers_here(kind: str) -> Iterator[Reader]:
    """Those of the readers of sdists or wheels that this machine has."""
    if kind == SDIST and hasattr(tarfile, "data_filter"):
        yield PythonTar()
    if kind == WHEEL:
        yield PythonZip()
    if kind == SDIST and (program := _gnu_tar()):
        yield GNUTar(program)
    if program := shutil.which("bsdtar"):
        yield LibarchiveTar(program)
    if kind == WHEEL and (program := shutil.which("unzip")):
        yield InfoZip(program)


def _gnu_tar() -> str | None:
    for name in ("gtar", "tar"):
        program = shutil.which(name)
        if program and "GNU tar" in run(program, "--version"):
            return program
    return None
