"""What two releases say of themselves differently: fields of metadata, and requirements."""

from collections import defaultdict
from dataclasses import dataclass, field

from packaging.requirements import InvalidRequirement, Requirement
from packaging.utils import canonicalize_name

from warehouse.contents.comparing import Comparison, Side
from warehouse.contents.summaries import build_system_of, headers_of

_BUILDING = "build-requires"
_NOT_SHOWN = {
    *("metadata-version", "name", "version", "description", "requires-dist"),
    _BUILDING,
}
_MOST = 40


@dataclass
class MetadataDifference:
    """Fields that differ, each with what each release says, and requirements likewise."""

    fields: list[tuple[str, list[str], list[str]]] = field(default_factory=list)
    added: list[str] = field(default_factory=list)
    """Requirements of projects that were not required before, also those for building."""
    removed: list[str] = field(default_factory=list)
    changed: list[tuple[str, str]] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        """Return whether both say the same."""
        return not (self.fields or self.added or self.removed or self.changed)


def metadata_differences(compared: Comparison) -> MetadataDifference:
    """Return what the metadata of two files says differently."""
    former, latter = (_said(each) for each in compared.sides)
    found = MetadataDifference()
    for name in sorted(({*former, *latter}) - _NOT_SHOWN):
        if sorted(former[name]) != sorted(latter[name]):
            gone = [each for each in former[name] if each not in latter[name]]
            new = [each for each in latter[name] if each not in former[name]]
            found.fields.append((name, gone[:_MOST], new[:_MOST]))
    for kind in ("requires-dist", _BUILDING):
        _compare_required(found, *(_required(each[kind]) for each in (former, latter)))
    return found


def _compare_required(
    found: MetadataDifference, before: dict[str, list[str]], after: dict[str, list[str]]
) -> None:
    for name in sorted({*before, *after}):
        old, new_one = before.get(name), after.get(name)
        if old is None:
            found.added += after[name]
        elif new_one is None:
            found.removed += old
        elif old != new_one:
            found.changed.append((", ".join(old), ", ".join(new_one)))


def _said(side: Side) -> defaultdict[str, list[str]]:
    """Return what the metadata of a file says, by field."""
    said = defaultdict[str, list[str]](list)
    for key in ("*.dist-info/METADATA", "PKG-INFO"):
        if key in side.parts:
            content = side.parts[key].content or b""
            for name, value in headers_of(content.decode("utf-8", "replace")):
                said[name].append(value)
            break
    if "pyproject.toml" in side.parts:
        content = side.parts["pyproject.toml"].content or b""
        backend, requires = build_system_of(content.decode("utf-8", "replace"))
        said["build-backend"] += [backend] if backend else []
        said[_BUILDING] += requires
    return said


def _required(specifiers: list[str]) -> dict[str, list[str]]:
    """Return requirements by the project that each is of, in the order of their texts."""
    found = defaultdict[str, list[str]](list)
    for each in sorted(specifiers):
        try:
            name = canonicalize_name(Requirement(each).name)
        except InvalidRequirement:
            name = canonicalize_name(each)
        found[name].append(each)
    return dict(found)
