"""The manifest of a bundle: what is in it, and everything that is known of that.

It is JSON. Everything that is read from one is checked, because a bundle may come from
anybody; names of files are names in any folder, and lead nowhere else.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import orjson

from warehouse.bundles.errors import Damaged
from warehouse.packaging.names import is_valid_name

FORMAT = 1

_FILENAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._+!-]{0,249}\Z")
_SHA256 = re.compile(r"[0-9a-f]{64}\Z")
_LARGEST = 2**40
_LONGEST_SOURCE = 200


@dataclass(frozen=True, kw_only=True)
class BundledFile:
    """One file: where it belongs, its bytes by size and digest, and what is said of it."""

    project: str
    version: str
    filename: str
    size: int
    sha256: str
    uploaded: datetime
    yanked: str | None = None
    requires_python: str | None = None
    core_metadata: str | None = None
    provenance: Any = None

    @property
    def member(self) -> str:
        """Return its name in the archive."""
        return f"files/{self.filename}"


@dataclass(frozen=True, kw_only=True)
class BundledAdvisory:
    """What is known to be wrong with releases, as a source says it."""

    source: str
    document: dict[str, Any]
    affects: dict[str, list[str]]


@dataclass(frozen=True, kw_only=True)
class Manifest:
    """A bundle: what it is from, what was asked for, its files and advisories."""

    index: str
    created: datetime
    targets: tuple[str, ...] = ()
    files: tuple[BundledFile, ...] = ()
    advisories: tuple[BundledAdvisory, ...] = field(default=())


def encoded(manifest: Manifest) -> bytes:
    """Return the manifest as JSON, the same bytes for the same values."""
    document = {
        "format": FORMAT,
        "index": manifest.index,
        "created": manifest.created.isoformat(),
        "targets": list(manifest.targets),
        "files": [_file_document(each) for each in manifest.files],
        "advisories": [
            {"source": each.source, "affects": each.affects, "advisory": each.document}
            for each in manifest.advisories
        ],
    }
    return orjson.dumps(document, option=orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS)


def decoded(content: bytes) -> Manifest:
    """Return what a manifest says; raises `Damaged`."""
    try:
        document = orjson.loads(content)
    except orjson.JSONDecodeError as error:
        raise Damaged(f"its manifest is no JSON ({error.msg})") from None
    if not isinstance(document, dict) or document.get("format") != FORMAT:
        raise Damaged(f"its manifest is not one of format {FORMAT}")
    files = tuple(_file(each) for each in _objects(document, "files"))
    names = [each.filename.lower() for each in files]
    if len(set(names)) != len(names):
        raise Damaged("its manifest names a file twice")
    return Manifest(
        index=_text(document, "index"),
        created=_moment(document, "created"),
        targets=tuple(map(str, document.get("targets", ()))),
        files=files,
        advisories=tuple(map(_advisory, _objects(document, "advisories"))),
    )


def _file_document(file: BundledFile) -> dict[str, Any]:
    return {
        "project": file.project,
        "version": file.version,
        "filename": file.filename,
        "size": file.size,
        "sha256": file.sha256,
        "upload-time": file.uploaded.isoformat(),
        "yanked": file.yanked,
        "requires-python": file.requires_python,
        "core-metadata": file.core_metadata,
        "provenance": file.provenance,
    }


def _file(entry: dict[str, Any]) -> BundledFile:
    filename, sha256 = _text(entry, "filename"), _text(entry, "sha256")
    project, size = _text(entry, "project"), entry.get("size")
    if not _FILENAME.match(filename):
        raise Damaged(f"its manifest has the filename {filename[:60]!r}")
    if not is_valid_name(project):
        raise Damaged(f"its manifest has the project {project[:60]!r}")
    if not _SHA256.match(sha256):
        raise Damaged(f"the digest of {filename} in its manifest is no SHA-256")
    if type(size) is not int or not 0 <= size <= _LARGEST:
        raise Damaged(f"the size of {filename} in its manifest is no size")
    return BundledFile(
        project=project,
        version=_text(entry, "version"),
        filename=filename,
        size=size,
        sha256=sha256,
        uploaded=_moment(entry, "upload-time"),
        yanked=_optional(entry, "yanked"),
        requires_python=_optional(entry, "requires-python"),
        core_metadata=_optional(entry, "core-metadata"),
        provenance=entry.get("provenance"),
    )


def _advisory(entry: dict[str, Any]) -> BundledAdvisory:
    document, affects = entry.get("advisory"), entry.get("affects")
    if not isinstance(document, dict) or not isinstance(affects, dict):
        raise Damaged("its manifest has an advisory that makes no sense")
    if not all(_are_texts(versions) for versions in affects.values()):
        raise Damaged("its manifest has an advisory of no versions")
    source = _text(entry, "source")
    if len(source) > _LONGEST_SOURCE:
        raise Damaged(f"its manifest has an advisory of the source {source[:60]!r}…")
    return BundledAdvisory(source=source, document=document, affects=affects)


def _are_texts(values: Any) -> bool:
    return isinstance(values, list) and all(
        isinstance(each, str) and "\0" not in each for each in values
    )


def _objects(document: dict[str, Any], key: str) -> Iterator[dict[str, Any]]:
    found = document.get(key)
    if not isinstance(found, list):
        raise Damaged(f"its manifest has no {key}")
    for each in found:
        if not isinstance(each, dict):
            raise Damaged(f"its manifest has {key} that are no objects")
        yield each


def _text(document: dict[str, Any], key: str) -> str:
    found = _optional(document, key)
    if found is None:
        raise Damaged(f"its manifest lacks {key}")
    return found


def _optional(document: dict[str, Any], key: str) -> str | None:
    found = document.get(key)
    if found is not None and (not isinstance(found, str) or "\0" in found):
        raise Damaged(f"its manifest has a {key} that is no text")
    return found


def _moment(document: dict[str, Any], key: str) -> datetime:
    try:
        found = datetime.fromisoformat(_text(document, key))
    except ValueError:
        raise Damaged(f"its manifest has a {key} that is no time") from None
    if found.tzinfo is None:
        raise Damaged(f"its manifest has a {key} without a time zone")
    return found
