"""What of a distribution runs by itself: at installation, on import, at each start."""

import re
import tomllib
from collections.abc import Mapping

from warehouse.scanning.entry_points import entry_points_in
from warehouse.scanning.members import clean

AT_INSTALLATION = "It runs when the file is built or installed."
AT_START = "Its lines that begin with import run whenever Python starts."
AS_PART_OF_START = "It runs whenever Python starts."
AS_SCRIPT = "It is installed as a command."
ON_IMPORT = "It runs when the package is imported."

BY_ITSELF = frozenset((AT_INSTALLATION, AT_START, AS_PART_OF_START))
"""The reasons for which nobody needs to do anything so that a member runs."""

LARGEST_SAYING = 64 * 1024
"""Bytes of a member that is read for what it says about others."""


def says_what_runs(name: str, is_sdist: bool) -> bool:
    """Return whether a member says which other members run."""
    folder, _, last = name.partition("/")
    if is_sdist:
        return last == "pyproject.toml"
    return folder.endswith(".dist-info") and last == "entry_points.txt"


def when_run(name: str, is_sdist: bool, said: Mapping[str, str]) -> str:
    """Return when a member runs by itself, or nothing; `said` is what `named_in` says."""
    path = name.partition("/")[2] if is_sdist else installed(name)
    if path in said:
        return said[path]
    if is_sdist and path == "setup.py":
        return AT_INSTALLATION
    if not is_sdist and "/" not in path and path.endswith(".pth"):
        return AT_START
    if path in ("sitecustomize.py", "usercustomize.py"):
        return AS_PART_OF_START
    if re.match(r"[^/]+\.data/scripts/", name):
        return AS_SCRIPT
    return ON_IMPORT if path.endswith("__init__.py") else ""


def named_in(members: Mapping[str, bytes]) -> dict[str, str]:
    """Return when members run that others name: backends in the tree, and entry points."""
    found: dict[str, str] = {}
    for name, content in members.items():
        text = content[:LARGEST_SAYING].decode("utf-8", "replace")
        read = _backends if name.endswith("pyproject.toml") else _commands
        found |= read(text)
    return found


def installed(name: str) -> str:
    """Return where a member of a wheel is installed, below the folder of packages."""
    return re.sub(r"^[^/]+\.data/(?:purelib|platlib)/", "", name)


def _backends(text: str) -> dict[str, str]:
    try:
        system = tomllib.loads(text).get("build-system", {})
    except (ValueError, RecursionError):
        # `ValueError` itself is raised for a number of thousands of digits.
        return {}
    if not isinstance(system, dict) or not isinstance(system.get("build-backend"), str):
        return {}
    folders = system.get("backend-path")
    module = system["build-backend"].partition(":")[0]
    found = list[str]()
    named = folders if isinstance(folders, list) else []
    for folder in (each for each in named if isinstance(each, str)):
        base = folder.strip("./")
        found += _files(f"{base}.{module}" if base else module)
    return dict.fromkeys(found, AT_INSTALLATION)


def _commands(text: str) -> dict[str, str]:
    return {
        path: f"The entry point “{clean(each.name)[:100]}” leads there."
        for each in entry_points_in(text)
        for path in _files(each.module)
    }


def _files(module: str) -> list[str]:
    path = module.replace(".", "/")
    return [f"{path}.py", f"{path}/__init__.py"]
