"""Finding out what a wheel brings along, from its members and its metadata.

What the metadata says of names to import (PEP 794) counts more than where members lie.
"""

import re
from collections.abc import Iterable, Mapping
from operator import itemgetter
from typing import Any

from warehouse.forklift.entry_points import scripts_in
from warehouse.forklift.installation import installed_place
from warehouse.forklift.metadata import CoreMetadata
from warehouse.forklift.opening import Opened
from warehouse.packaging.contents import FileContents

_MOST = 200
_LONGEST = 100
_MODULE = re.compile(r"(?P<name>[^/.]+)(?:\.[A-Za-z0-9_.-]+)?\.(?:py|pyi|so|pyd)\Z")
_STUBS = "-stubs"
_PRIVATE = re.compile(r"(?P<name>[^;\s]+)\s*(?:;\s*(?P<private>private))?\s*\Z")


def contents_of(
    members: Iterable[str], entry_points: bytes | None, metadata: Mapping[str, Any]
) -> FileContents:
    """Return what a wheel with these members, entry points and metadata brings along."""
    names = [each for each in members if not each.endswith("/")]
    said = _said_imports(metadata)
    return FileContents(
        imports=_listed(_imports(names) if said is None else said),
        commands=_listed([*map(itemgetter(0), scripts_in(entry_points)), *_scripts(names)]),
        is_typed=any(_is_about_types(each) for each in names),
    )


def contents_shown(
    found: Opened, core: CoreMetadata, *, is_sdist: bool
) -> FileContents | None:
    """Return what a file brings along; an sdist may say it, and shows nothing of it."""
    if not is_sdist:
        return contents_of(found.members, found.entry_points, core.values)
    is_said = _said_imports(core.values) is not None
    return contents_of((), None, core.values) if is_said else None


def _said_imports(metadata: Mapping[str, Any]) -> list[str] | None:
    """Return the names to import that metadata says (PEP 794), or None without any.

    Private ones are left out: they are nothing that anybody should import.
    """
    keys = [key for key in ("import_names", "import_namespaces") if key in metadata]
    if not keys:
        return None
    found = [_PRIVATE.match(text) for key in keys for text in metadata[key] or ()]
    return [each["name"] for each in found if each and not each["private"]]


def _imports(names: Iterable[str]) -> list[str]:
    """Return the shortest name of each package and module that installs a file."""
    modules = [_parts_of(each) for each in names]
    found = {parts for parts in modules if parts and all(map(str.isidentifier, parts))}
    packages = {parts[:-1] for parts in found if parts[-1] == "__init__"}
    return [".".join(_shortest(parts, packages)) for parts in sorted(found)]


def _shortest(parts: tuple[str, ...], packages: set[tuple[str, ...]]) -> tuple[str, ...]:
    """Return the first package on the way to a module.

    Folders that are no packages are namespaces (PEP 420), which others share.
    """
    ways = (parts[:depth] for depth in range(1, len(parts)))
    return next((way for way in ways if way in packages), parts[:-1] or parts)


def _parts_of(name: str) -> tuple[str, ...]:
    """Return the dotted name of a module in parts, none of what is no module."""
    root = name.partition("/")[0]
    data = root if root.endswith(".data") else ""
    folder, _, last = installed_place(name, data).rpartition("/")
    module = _MODULE.match(last)
    if module is None:
        return ()
    return (*(folder.split("/") if folder else ()), module["name"])


def _scripts(names: Iterable[str]) -> list[str]:
    """Return the scripts that lie in a wheel as they are."""
    parts = (each.split("/") for each in names)
    return [
        each[2]
        for each in parts
        if len(each) == 3 and each[0].endswith(".data") and each[1] == "scripts"
    ]


def _is_about_types(name: str) -> bool:
    return name.endswith("/py.typed") or name.partition("/")[0].endswith(_STUBS)


def _listed(names: Iterable[str]) -> tuple[str, ...]:
    short = (each for each in dict.fromkeys(names) if 0 < len(each) <= _LONGEST)
    return tuple(sorted(short)[:_MOST])
