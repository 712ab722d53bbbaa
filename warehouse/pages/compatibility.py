"""The Pythons and platforms of wheels, by their filenames, in words.

The filename holds three tags, for Python, its binary interface and the platform (PEP 425),
each of which may be several joined by dots.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from packaging.tags import Tag
from packaging.utils import InvalidWheelFilename, parse_wheel_filename

from warehouse.i18n import _
from warehouse.packaging.ordering import natural_key

_PYTHON = re.compile(r"(py|cp|pp|graalpy|ip|jy)(\d)(\d*)")
_IMPLEMENTATIONS = {
    "py": "Python",
    "cp": "CPython",
    "pp": "PyPy",
    "graalpy": "GraalPy",
    "ip": "IronPython",
    "jy": "Jython",
}
_LINUX = re.compile(r"(manylinux|musllinux)_?(\d+)_(\d+)_(.+)")
_OLD_LINUX = re.compile(r"(manylinux1|manylinux2010|manylinux2014)_(.+)")
_PLAIN_LINUX = re.compile(r"linux_(.+)")
_SYSTEM = re.compile(r"(macosx|ios|android)_(\d+(?:_\d+)?)_(.+)")
_SYSTEMS = {"macosx": "macOS", "ios": "iOS", "android": "Android"}
_MACHINES = {
    "x86_64": "x86-64",
    "amd64": "x86-64",
    "i686": "x86",
    "i386": "x86",
    "aarch64": "ARM64",
    "arm64": "ARM64",
    "armv7l": "ARMv7",
    "universal2": "universal2",
}
_GLIBC = {"manylinux1": "2.5", "manylinux2010": "2.12", "manylinux2014": "2.17"}
_WINDOWS = {
    "win32": "Windows x86",
    "win_amd64": "Windows x86-64",
    "win_arm64": "Windows ARM64",
}
ANY = _("Any platform")


@dataclass(frozen=True)
class Compatibility:
    """The Pythons and platforms that the tags of one wheel name."""

    filename: str
    pythons: tuple[str, ...]
    platforms: tuple[str, ...]


@dataclass
class Matrix:
    """Wheels by platform (down) and Python (across)."""

    pythons: list[str] = field(default_factory=list)
    platforms: list[str] = field(default_factory=list)
    cells: dict[tuple[str, str], str] = field(default_factory=dict)
    """The filename of the wheel for a platform and a Python, where there is one."""


def compatibility_of(filename: str) -> Compatibility | None:
    """Return what the wheel `filename` runs on, or None for other filenames."""
    try:
        _, _, _, tags = parse_wheel_filename(filename)
    except InvalidWheelFilename:
        return None
    return Compatibility(
        filename,
        tuple(sorted({_python(tag) for tag in tags}, key=natural_key)),
        tuple(sorted({_platform(tag.platform) for tag in tags})),
    )


def words_of(filename: str, project: str, version: str) -> tuple[str, ...]:
    """Return the words by which a filter finds `filename`: its tags, or its ending.

    The name and the version are those of all, and hold words that mean something else:
    "win" is in "twine".
    """
    try:
        _, _, _, tags = parse_wheel_filename(filename)
    except InvalidWheelFilename:
        spelled = "[-_.]+".join(map(re.escape, re.split("[-_.]+", project)))
        named = re.compile(rf"{spelled}-?(?:{re.escape(version)})?", re.IGNORECASE)
        return (named.sub("", filename, count=1),)
    found = {each for tag in tags for each in (tag.interpreter, tag.abi, tag.platform)}
    return tuple(sorted(found))


def matrix_of(filenames: Iterable[str]) -> Matrix:
    """Return the wheels among `filenames` as a table; other files are left out."""
    wheels = [each for each in map(compatibility_of, filenames) if each is not None]
    matrix = Matrix(
        pythons=sorted({p for each in wheels for p in each.pythons}, key=natural_key),
        platforms=sorted({p for each in wheels for p in each.platforms}),
    )
    for each in sorted(wheels, key=lambda wheel: wheel.filename):
        for platform in each.platforms:
            for python in each.pythons:
                matrix.cells.setdefault((platform, python), each.filename)
    return matrix


def _python(tag: Tag) -> str:
    found = _PYTHON.fullmatch(tag.interpreter)
    if found is None:
        return tag.interpreter
    kind, major, minor = found.groups()
    name = f"{_IMPLEMENTATIONS[kind]} {major}{'.' + minor if minor else ''}"
    if tag.abi == "abi3":
        return f"{name}+"
    if kind == "cp" and tag.abi.endswith("t"):
        return f"{name}t"
    return name


def _platform(platform: str) -> str:
    if platform == "any":
        return ANY
    if found := _LINUX.fullmatch(platform):
        libc = "musl" if found[1] == "musllinux" else "glibc"
        return f"Linux {_machine(found[4])}, {libc} {found[2]}.{found[3]}+"
    if found := _OLD_LINUX.fullmatch(platform):
        return f"Linux {_machine(found[2])}, glibc {_GLIBC[found[1]]}+"
    if found := _SYSTEM.fullmatch(platform):
        system = _SYSTEMS[found[1]]
        return f"{system} {_machine(found[3])}, {found[2].replace('_', '.')}+"
    if found := _PLAIN_LINUX.fullmatch(platform):
        return f"Linux {_machine(found[1])}"
    return _WINDOWS.get(platform, platform)


def _machine(machine: str) -> str:
    return _MACHINES.get(machine, machine)
