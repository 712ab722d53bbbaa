"""What a bundle is to be installed on: a Python and a platform.

From both follow the tags of the wheels that fit (PEP 425, 600, 656) and the values of
markers (PEP 508), for CPython.
"""

import re
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from packaging.markers import default_environment
from packaging.tags import Tag, compatible_tags, cpython_tags, mac_platforms, platform_tags

from warehouse.bundles.errors import RequestInvalid

THIS_MACHINE = "this machine"

_PYTHON = re.compile(r"3\.([0-9]{1,2})(?:\.([0-9]{1,2}))?\Z", re.ASCII)
_GLIBC = re.compile(r"manylinux_2_([0-9]{1,3})_([a-z0-9_]+)\Z", re.ASCII)
_OLD_GLIBC = re.compile(r"manylinux(1|2010|2014)_([a-z0-9_]+)\Z", re.ASCII)
_MUSL = re.compile(r"musllinux_1_([0-9]{1,3})_([a-z0-9_]+)\Z", re.ASCII)
_LINUX = re.compile(r"linux_([a-z0-9_]+)\Z", re.ASCII)
_MAC = re.compile(r"macosx_([0-9]{1,2})_([0-9]{1,2})_(x86_64|arm64)\Z", re.ASCII)
_WINDOWS = {"win_amd64": "AMD64", "win32": "x86", "win_arm64": "ARM64"}
_NAMED = {5: "manylinux1", 12: "manylinux2010", 17: "manylinux2014"}
_GLIBC_OF = {name: minor for minor, name in _NAMED.items()}


@dataclass(frozen=True)
class Target:
    """A Python, as 3.12 or 3.12.4, and a platform as tags of wheels name it."""

    python: str
    platform: str = THIS_MACHINE

    def __str__(self) -> str:
        return f"Python {self.python} on {self.platform}"

    @property
    def full_python(self) -> str:
        """Return a whole version of Python."""
        return self.python if self.python.count(".") == 2 else f"{self.python}.0"

    @cached_property
    def tags(self) -> Sequence[Tag]:
        """Return the tags of wheels that fit, the best first."""
        version = tuple(map(int, self.python.split(".")[:2]))
        interpreter = f"cp{version[0]}{version[1]}"
        platforms = _platforms(self.platform)
        own = cpython_tags(version, abis=[interpreter], platforms=platforms)
        others = compatible_tags(version, interpreter, platforms)
        return tuple(dict.fromkeys([*own, *others]))

    @cached_property
    def places(self) -> Mapping[Tag, int]:
        """Return the place of each tag; the lowest is the best."""
        return {tag: place for place, tag in enumerate(self.tags)}

    @cached_property
    def environment(self) -> dict[str, str]:
        """Return the values of markers."""
        found = {name: str(value) for name, value in default_environment().items()}
        if self.platform != THIS_MACHINE:
            found |= _system(self.platform)
        return {
            **found,
            "implementation_name": "cpython",
            "implementation_version": self.full_python,
            "platform_python_implementation": "CPython",
            "python_full_version": self.full_python,
            "python_version": ".".join(self.python.split(".")[:2]),
        }


def targets(pythons: Iterable[str], platforms: Iterable[str]) -> list[Target]:
    """Return a target for each Python on each platform; raises `RequestInvalid`.

    Without any it is this Python on this machine.
    """
    here = f"{sys.version_info.major}.{sys.version_info.minor}"
    found = [
        Target(python, platform)
        for python in dict.fromkeys(pythons or [here])
        for platform in dict.fromkeys(platforms or [THIS_MACHINE])
    ]
    for each in found:
        if not _PYTHON.match(each.python):
            raise RequestInvalid(f"{each.python!r} is no Python as 3.12")
        _platforms(each.platform)
    return found


def _platforms(name: str) -> list[str]:
    """Return the tags of the platforms that a platform can run, the newest first."""
    if name == THIS_MACHINE:
        return list(platform_tags())
    if match := _MAC.match(name):
        return list(mac_platforms((int(match[1]), int(match[2])), match[3]))
    if match := _GLIBC.match(name) or _OLD_GLIBC.match(name):
        newest, machine = _GLIBC_OF.get(name.partition("_")[0]), match[2]
        older = _glibc(int(match[1]) if newest is None else newest, machine)
        return [*older, f"linux_{machine}"]
    if match := _MUSL.match(name):
        minors, machine = range(int(match[1]), -1, -1), match[2]
        return [*(f"musllinux_1_{each}_{machine}" for each in minors), f"linux_{machine}"]
    if _LINUX.match(name) or name in _WINDOWS:
        return [name]
    raise RequestInvalid(
        f"{name!r} is no platform as manylinux_2_28_x86_64, musllinux_1_2_aarch64, "
        "macosx_11_0_arm64 or win_amd64"
    )


def _glibc(newest: int, machine: str) -> Iterator[str]:
    oldest = 5 if machine in {"x86_64", "i686"} else 17
    for minor in range(newest, oldest - 1, -1):
        yield f"manylinux_2_{minor}_{machine}"
        if minor in _NAMED:
            yield f"{_NAMED[minor]}_{machine}"


def _system(platform: str) -> dict[str, str]:
    if platform in _WINDOWS:
        names = ("nt", "win32", "Windows", _WINDOWS[platform])
    elif match := _MAC.match(platform):
        names = ("posix", "darwin", "Darwin", match[3])
    else:
        machine = next(
            match[match.re.groups]
            for pattern in (_GLIBC, _OLD_GLIBC, _MUSL, _LINUX)
            if (match := pattern.match(platform))
        )
        names = ("posix", "linux", "Linux", machine)
    keys = ("os_name", "sys_platform", "platform_system", "platform_machine")
    blank = {"platform_release": "", "platform_version": ""}
    return dict(zip(keys, names, strict=True)) | blank
