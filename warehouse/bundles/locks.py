"""Reading locks: what is to be installed is decided already, down to the digests.

A lock is a `pylock.toml` (PEP 751), or a file of requirements whose every line has one
version and its digests.
"""

import tomllib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from packaging.pylock import (
    PackageSdist,
    PackageWheel,
    Pylock,
    PylockSelectError,
    PylockValidationError,
)
from packaging.version import InvalidVersion

from warehouse.bundles import requirement_files
from warehouse.bundles.errors import NotHere, RequestInvalid
from warehouse.bundles.requirement_files import Asked
from warehouse.bundles.stock import Stock, StockedFile
from warehouse.bundles.targets import Target


def read_hashed(path: Path) -> list[Asked]:
    """Return requirements that are all pinned and hashed; raises `RequestInvalid`."""
    found = requirement_files.read(path)
    for each in found:
        if not each.is_constraint and not (each.needed.is_pinned and each.hashes):
            text = each.needed.text[:80]
            raise RequestInvalid(f"{path}: {text!r} has no single version with --hash")
    return found


def read_pylock(path: Path) -> Pylock:
    """Return a lock of PEP 751; raises `RequestInvalid`."""
    try:
        return Pylock.from_dict(tomllib.loads(path.read_text(encoding="utf-8")))
    except OSError as error:
        raise RequestInvalid(f"{path}: {error.strerror}") from None
    except (ValueError, PylockValidationError, InvalidVersion) as error:
        raise RequestInvalid(f"{path} is no lock of PEP 751: {error}") from None


def locked(stock: Stock, lock: Pylock, target: Target) -> list[StockedFile]:
    """Return the files that a lock names for a target, by filename.

    Raises `NotHere` for a file that this index does not have with that digest, and
    `RequestInvalid` where the lock is not for the target.
    """
    environment: Any = target.environment
    try:
        selected = list(lock.select(environment=environment, tags=target.tags))
    except PylockSelectError as error:
        raise RequestInvalid(f"the lock is not for {target}: {error}") from None
    found = {each.listed.filename: each for each in _files(stock, selected)}
    return [found[name] for name in sorted(found)]


def _files(stock: Stock, selected: Sequence[tuple[Any, Any]]) -> Iterator[StockedFile]:
    for package, chosen in selected:
        if not isinstance(chosen, PackageWheel | PackageSdist):
            raise RequestInvalid(f"the lock takes {package.name} from no index")
        digest = chosen.hashes.get("sha256")
        yield _file(stock, package.name, chosen.filename, digest)


def _file(stock: Stock, name: str, filename: str, digest: str | None) -> StockedFile:
    if not stock.knows(name):
        raise NotHere(f"the project {name} is not here")
    known = (each for files in stock.files(name).values() for each in files)
    found = next((each for each in known if each.listed.filename == filename), None)
    if found is None:
        hidden = (each for each in stock.hidden(name) if each.is_named(filename))
        raise NotHere(next(map(stock.why_hidden, hidden), f"{filename} is not here"))
    if not found.is_held:
        raise NotHere(f"the bytes of {filename} were never here")
    if digest is not None and found.sha256 != digest.lower():
        raise NotHere(f"{filename} is here with another digest than in the lock")
    return found
