"""What the files inside a distribution say of it: metadata, entry points, libraries."""

import csv
import io
import re
import tomllib
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from warehouse.contents.hidden import visible
from warehouse.contents.kinds import HEAD, has_native_name, platform_of
from warehouse.contents.reading import Contents
from warehouse.contents.sboms import is_sbom
from warehouse.scanning.entry_points import entry_points_in
from warehouse.scanning.installing import BY_ITSELF, named_in, says_what_runs, when_run

MOST_LISTED = 50
"""Things of a kind that are listed."""

_LARGEST, _LARGEST_RECORD, _LONGEST = 256 * 1024, 2 * 1024 * 1024, 200
_INFO = re.compile(r"[^/]+\.dist-info/(METADATA|WHEEL|RECORD|entry_points\.txt)")
_SOURCE = re.compile(r"[^/]+/(PKG-INFO|pyproject\.toml)")
_LICENSE = re.compile(r"(?i)(?:licen[cs]e|copying|notice|authors|copyright)[^/]*")
_NOT_LICENSE = (".py", ".pyc", ".so", ".html", ".js")


@dataclass(frozen=True)
class Record:
    """What RECORD and the archive do not agree about: names in one of them alone."""

    count: int
    missing: list[str]
    unlisted: list[str]

    @property
    def agrees(self) -> bool:
        """Return whether each member is listed, and there is each that is."""
        return not self.missing and not self.unlisted


@dataclass
class Summary:
    """A distribution in words."""

    said: defaultdict[str, str] = field(default_factory=lambda: defaultdict(str))
    """Fields of its metadata, of `WHEEL`, and of `pyproject.toml`."""
    metadata: str = ""
    """The member that has the metadata."""
    requires: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    commands: list[tuple[str, str]] = field(default_factory=list)
    entry_points: list[tuple[str, str, str]] = field(default_factory=list)
    """Each with its group, its name and where it leads."""
    record: Record | None = None
    typed: list[str] = field(default_factory=list)
    """Packages that bring types for those who check them (PEP 561)."""
    licenses: list[str] = field(default_factory=list)
    libraries: list[tuple[str, str]] = field(default_factory=list)
    """Machine code, each with the platform it is for."""
    starts: list[str] = field(default_factory=list)
    """Members that run when the sdist is built, or whenever Python starts."""
    sboms: list[str] = field(default_factory=list)


def wanted(name: str) -> int:
    """Return how much of a member a summary needs."""
    found = _INFO.fullmatch(name)
    if found is not None:
        return _LARGEST_RECORD if found[1] == "RECORD" else _LARGEST
    if _SOURCE.fullmatch(name):
        return _LARGEST
    return HEAD if has_native_name(name) else 0


def summary_of(contents: Contents, *, is_sdist: bool) -> Summary:
    """Return what the members say of a distribution."""
    summary = Summary()
    saying = {n: each for n, each in contents.kept.items() if says_what_runs(n, is_sdist)}
    named = named_in(saying)
    for name in contents.kept:
        last = name.rpartition("/")[2]
        if _INFO.fullmatch(name) or _SOURCE.fullmatch(name):
            _READ[last](summary, contents, name)
        else:
            platform = platform_of(contents.kept[name])
            if platform is not None and len(summary.libraries) < MOST_LISTED:
                summary.libraries.append((name, platform))
    for name in contents.sizes:
        _note(summary, name)
        if when_run(name, is_sdist, named) in BY_ITSELF:
            summary.starts.append(name)
    return summary


def _note(summary: Summary, name: str) -> None:
    """Take note of a member by its name."""
    folder, _, last = name.rpartition("/")
    if last == "py.typed":
        summary.typed.append(folder)
    if _LICENSE.fullmatch(last) and not last.endswith(_NOT_LICENSE):
        summary.licenses.append(name)
    if is_sbom(name):
        summary.sboms.append(name)


def _metadata(summary: Summary, contents: Contents, name: str) -> None:
    summary.metadata = name
    for field_name, value in headers_of(contents.text(name)):
        summary.said.setdefault(field_name, value)
        if field_name == "requires-dist":
            summary.requires.append(value)


def _wheel(summary: Summary, contents: Contents, name: str) -> None:
    for field_name, value in headers_of(contents.text(name)):
        if field_name == "tag":
            summary.tags.append(value)
        elif field_name in ("generator", "root-is-purelib"):
            summary.said[field_name] = value


def _record(summary: Summary, contents: Contents, name: str) -> None:
    """Compare RECORD with the archive, if both were read to their ends."""
    text = contents.text(name)
    if not contents.is_whole or len(contents.kept[name]) < contents.sizes[name]:
        return
    try:
        listed = {row[0] for row in csv.reader(io.StringIO(text), strict=True) if row}
    except csv.Error:
        listed = set()
    signed = {f"{name}.jws", f"{name}.p7s", name}
    there = set(contents.sizes)
    summary.record = Record(
        len(listed), sorted(listed - there), sorted(there - listed - signed)
    )


def _entry_points(summary: Summary, contents: Contents, member: str) -> None:
    for each in entry_points_in(contents.text(member)):
        group, name, leads = (visible(said)[:_LONGEST] for said in each)
        if each.group in ("console_scripts", "gui_scripts"):
            summary.commands.append((name, leads))
        else:
            summary.entry_points.append((group, name, leads))


def _project(summary: Summary, contents: Contents, name: str) -> None:
    """Note how an sdist is built (PEP 517)."""
    backend, requires = build_system_of(contents.text(name))
    if backend:
        summary.said["build-backend"] = backend
    if requires:
        summary.said["build-requires"] = ", ".join(requires)[:_LONGEST]


def build_system_of(text: str) -> tuple[str, list[str]]:
    """Return what builds an sdist, and what that requires, as `pyproject.toml` says."""
    try:
        system = tomllib.loads(text).get("build-system", {})
    except (ValueError, RecursionError):
        return "", []
    if not isinstance(system, dict):
        return "", []
    backend, requires = system.get("build-backend"), system.get("requires")
    listed = requires if isinstance(requires, list) else []
    return (
        visible(backend)[:_LONGEST] if isinstance(backend, str) else "",
        [visible(each)[:_LONGEST] for each in listed if isinstance(each, str)],
    )


def headers_of(text: str) -> Iterator[tuple[str, str]]:
    """Yield the fields of a metadata file, in small letters, up to its description."""
    for line in text.split("\n\n", 1)[0].replace("\r", "").split("\n"):
        name, colon, value = line.partition(":")
        if colon and name and not name[0].isspace():
            yield name.strip().lower(), visible(value.strip())[:_LONGEST]


_READ = {
    "METADATA": _metadata,
    "PKG-INFO": _metadata,
    "WHEEL": _wheel,
    "RECORD": _record,
    "entry_points.txt": _entry_points,
    "pyproject.toml": _project,
}
