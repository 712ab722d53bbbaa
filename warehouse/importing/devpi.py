"""Exports of devpi-server, as `devpi-export` writes them: JSON beside the files.

Only the files of releases are taken. When one was uploaded stands in its log, in UTC; a
release that was pushed from one index of devpi to another has its first upload there, too.
Only versions of mirrors can be yanked.
"""

from collections.abc import Collection, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path, PurePosixPath
from typing import Any, NoReturn

import orjson

from warehouse.importing.directories import copied
from warehouse.importing.errors import FileUnreadable, SourceUnreadable
from warehouse.importing.values import Found, Sink
from warehouse.packaging.names import normalize

_INDEX = "dataindex.json"
_RELEASE = "releasefile"
_UPLOAD = "upload"


def files_in_export(folder: Path, indexes: Collection[str] = ()) -> list[Found]:
    """Return the files of some indexes, as `user/name`, or of all that hold files.

    Raises `SourceUnreadable` for what is no export, or has no such index.
    """
    known = _indexes(folder)
    for name in indexes:
        if name not in known:
            has = ", ".join(sorted(known)) or "none"
            raise SourceUnreadable(f"the export has no index {name!r}; it has {has}")
    return [
        replace(_found(folder, entry), yanked=_yanked(known[name], entry))
        for name in sorted(indexes or known)
        for entry in _entries(known[name])
    ]


def _indexes(folder: Path) -> dict[str, Any]:
    try:
        document = orjson.loads((folder / _INDEX).read_bytes())
    except FileNotFoundError:
        raise SourceUnreadable(
            f"{folder} has no {_INDEX}: devpi-export writes one"
        ) from None
    except OSError as error:
        raise SourceUnreadable(f"{folder / _INDEX}: {error.strerror}") from None
    except orjson.JSONDecodeError as error:
        raise SourceUnreadable(f"{folder / _INDEX} is no JSON ({error.msg})") from None
    found = document.get("indexes") if isinstance(document, dict) else None
    if not isinstance(found, dict):
        raise SourceUnreadable(f"{folder / _INDEX} has no indexes")
    return found


def _entries(index: Any) -> Iterator[dict[str, Any]]:
    files = index.get("files", ()) if isinstance(index, dict) else ()
    for each in files:
        if isinstance(each, dict) and each.get("type") == _RELEASE:
            yield each


def _found(folder: Path, entry: dict[str, Any]) -> Found:
    place = PurePosixPath(str(entry.get("relpath", "")))
    path = folder / place
    if not path.resolve().is_relative_to(folder.resolve()):
        return Found(filename=place.name, where=str(place), copy=_refuse)
    return Found(
        filename=place.name,
        where=str(path),
        copy=partial(copied, path),
        hashes=_hashes(entry),
        uploaded=_uploaded(entry),
    )


def _yanked(index: Any, entry: dict[str, Any]) -> str | None:
    """Return why the version of a file is yanked, as exports of mirrors have it."""
    found: Any = index.get("projects")
    name = normalize(str(entry.get("projectname", "")))
    for key in (name, str(entry.get("version")), "yanked"):
        found = found.get(key) if isinstance(found, dict) else None
    if found is None or found is False:
        return None
    return found if isinstance(found, str) else ""


def _refuse(sink: Sink) -> NoReturn:
    raise FileUnreadable("It leads outside of the export.")


def _hashes(entry: dict[str, Any]) -> dict[str, str]:
    """Return the digests of a file, which older exports have in one text only."""
    mapping = entry.get("entrymapping")
    said = mapping if isinstance(mapping, dict) else {}
    found = said.get("hashes")
    if not isinstance(found, dict):
        name, _, digest = str(said.get("hash_spec") or "").partition("=")
        found = {name: digest}
    return {name: str(each) for name, each in found.items() if name in {"md5", "sha256"}}


def _uploaded(entry: dict[str, Any]) -> datetime | None:
    """Return when a file was uploaded first, None where the log does not say."""
    log = entry.get("log")
    moments = []
    for each in log if isinstance(log, list) else ():
        if isinstance(each, dict) and each.get("what") == _UPLOAD:
            try:
                year, month, day, hour, minute, second = each["when"]
                moments.append(datetime(year, month, day, hour, minute, second, tzinfo=UTC))
            except (KeyError, TypeError, ValueError):
                # What is no time says nothing of when the file was uploaded.
                continue
    return min(moments, default=None)
