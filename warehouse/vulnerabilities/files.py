"""Files of advisories: one in each `.json`, many in a directory or in a `.zip`."""

import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import orjson

from warehouse.vulnerabilities.errors import AdvisoryInvalid, AdvisoryUnreadable

LARGEST = 16 * 1024 * 1024
_SUFFIX = ".json"


class Entry(NamedTuple):
    """A file that may hold an advisory, read on demand."""

    name: str
    read: Callable[[], bytes]

    def document(self) -> Any:
        """Read the file; raises `AdvisoryUnreadable` or `AdvisoryInvalid`."""
        content = self.read()
        if len(content) > LARGEST:
            raise AdvisoryInvalid(f"it is larger than {LARGEST // 2**20} MiB")
        try:
            return orjson.loads(content)
        except orjson.JSONDecodeError as error:
            raise AdvisoryInvalid(f"it is no JSON: {error}") from error


@contextmanager
def opened(paths: Sequence[Path]) -> Iterator[list[Entry]]:
    """Yield all advisories in `paths`; raises `AdvisoryUnreadable` for other paths."""
    with ExitStack() as stack:
        yield [entry for path in paths for entry in _entries(path, stack)]


def _entries(path: Path, stack: ExitStack) -> Iterator[Entry]:
    if path.is_dir():
        for each in sorted(path.rglob(f"*{_SUFFIX}")):
            yield Entry(str(each), partial(_read_file, each))
    elif path.suffix.lower() == ".zip":
        yield from _members(path, stack)
    else:
        yield Entry(str(path), partial(_read_file, path))


def _members(path: Path, stack: ExitStack) -> Iterator[Entry]:
    try:
        archive = stack.enter_context(zipfile.ZipFile(path))
    except (OSError, zipfile.BadZipFile) as error:
        raise AdvisoryUnreadable(f"{path}: {error}") from error
    for info in archive.infolist():
        if info.filename.endswith(_SUFFIX):
            yield Entry(f"{path}/{info.filename}", partial(_read_member, archive, info))


def _read_file(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(LARGEST + 1)
    except OSError as error:
        raise AdvisoryUnreadable(error.strerror or str(error)) from error


def _read_member(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    try:
        with archive.open(info) as file:
            return file.read(LARGEST + 1)
    except (
        OSError,
        EOFError,
        RuntimeError,  # it is encrypted
        NotImplementedError,
        zipfile.BadZipFile,
        zlib.error,
    ) as error:
        raise AdvisoryUnreadable(str(error)) from error
