"""Is this wheel what its name says it is?"""

import re

from packaging.utils import InvalidWheelFilename, parse_wheel_filename
from packaging.version import InvalidVersion, Version

from warehouse.forklift.archives.paths import (
    clash,
    ending_objection,
    key,
    objection,
    windows_objection,
)
from warehouse.forklift.entry_points import entry_points_problem
from warehouse.forklift.installation import SCHEMES, installed_place, is_named
from warehouse.forklift.platform_tags import is_supported
from warehouse.forklift.record import RecordUnreadable, record_differences
from warehouse.forklift.refusals import Reason, Refused, abbreviated
from warehouse.forklift.values import Distribution, Wheel
from warehouse.forklift.wheel_file import WheelFileInvalid, disagreements, is_tag

_BUILD = re.compile(r"[0-9]+[A-Za-z0-9_.]*\Z")


def members_are_ordinary(wheel: Wheel) -> None:
    """Check that every member is a file or directory that lands inside, on any system."""
    is_for_windows = any(tag.startswith("win") for tag in platform_tags(wheel.filename))
    for name, member in wheel.archive.members.items():
        problem = objection(name) or ending_objection(name)
        if problem is None and not member.is_ordinary:
            problem = "is neither a file nor a directory"
        if problem is None and member.is_directory and member.size:
            problem = "is a directory, but has content"
        if problem is None and is_for_windows:
            problem = windows_objection(name)
        if problem is not None:
            raise _unsafe(name, problem)


def members_are_apart(wheel: Wheel) -> None:
    """Check that no two members are one file on some system, or once installed."""
    members = wheel.archive.members.values()
    files = [each.name for each in members if not each.is_directory]
    found = clash(files, (each.name for each in members if each.is_directory))
    if found is not None:
        raise _unsafe(*found)
    places: dict[str, str] = {}
    for name in files:
        place = installed_place(name, wheel.data_dir)
        other = places.setdefault(key(place), name)
        if other != name:
            raise _unsafe(name, f"is installed over {abbreviated(other)!r}")
        if place != name and is_named(place.partition("/")[0], ".dist-info"):
            raise _unsafe(name, "is installed into a .dist-info directory")


def dist_info_is_there(wheel: Wheel) -> None:
    """Check that the only .dist-info directory has the filename's name, and a WHEEL."""
    path = f"{wheel.dist_info}/WHEEL"
    if path not in wheel.archive.members:
        raise Refused(Reason.WHEEL_FILE_MISSING, path=abbreviated(path))
    found = sorted(root for root in _roots(wheel) if is_named(root, ".dist-info"))
    if len(found) != 1:
        raise Refused(Reason.DIST_INFO_NOT_ONE, names=", ".join(found[:5]))


def data_is_installable(wheel: Wheel) -> None:
    """Check that .data directories are this wheel's, and installers know their parts."""
    for root in sorted(_roots(wheel)):
        if is_named(root, ".data") and root != wheel.data_dir:
            problem = f"is not this wheel's directory of data, {wheel.data_dir!r}"
            raise _unsafe(f"{root}/", problem)
    for name in wheel.archive.members:
        root, _, rest = name.rstrip("/").partition("/")
        scheme, _, path = rest.partition("/")
        if root != wheel.data_dir or not rest:
            continue
        is_file = not name.endswith("/")
        if scheme not in SCHEMES or (is_file and not path):
            raise _unsafe(name, f"is in none of {', '.join(sorted(SCHEMES))}")


def _roots(wheel: Wheel) -> set[str]:
    return {name.partition("/")[0] for name in wheel.archive.members}


def _unsafe(name: str, problem: str) -> Refused:
    return Refused(Reason.MEMBER_UNSAFE, member=abbreviated(name), problem=problem)


def platform_tags(filename: str) -> list[str]:
    """Return the platform tags of a wheel's filename, uncompressed."""
    return filename.removesuffix(".whl").rpartition("-")[2].split(".")


def name_parses(distribution: Distribution) -> None:
    """Check that the filename is one of a wheel: PEP 427."""
    filename = distribution.filename
    parts = filename.removesuffix(".whl").split("-")
    try:
        if len(parts) in {5, 6} and not is_tag("-".join(parts[-3:])):
            raise InvalidWheelFilename(
                f"Invalid wheel filename (invalid tags): {filename!r}"
            )
        parse_wheel_filename(filename)
        if len(parts) == 6 and not _BUILD.match(parts[2]):
            raise InvalidWheelFilename(f"Invalid build number: {parts[2]} in {filename!r}")
    except InvalidWheelFilename as error:
        problem = str(error) if len(str(error)) < 400 else abbreviated(str(error))
        raise Refused(Reason.WHEEL_NAME_INVALID, problem=problem.rstrip(".")) from error
    except ValueError as error:
        problem = f"Invalid wheel filename: {filename!r}"
        raise Refused(Reason.WHEEL_NAME_INVALID, problem=problem) from error


def tags_are_supported(distribution: Distribution) -> None:
    """Check that installers of the public index know the platform."""
    if distribution.allows_any_tag:
        return
    for tag in platform_tags(distribution.filename):
        if not is_supported(tag):
            raise Refused(
                Reason.PLATFORM_UNSUPPORTED, filename=distribution.filename, tag=tag
            )


def name_is_canonical(distribution: Distribution) -> None:
    """Check that the filename names this project, in its normal form, and this version."""
    filename, project = distribution.filename, distribution.project
    name, _, _, _ = parse_wheel_filename(filename)
    expected = project.replace("-", "_")
    if name != project:
        raise Refused(Reason.WRONG_PROJECT, project=project, expected=expected)
    literal, version = filename.split("-")[:2]
    if literal != expected and not distribution.allows_any_spelling:
        raise Refused(
            Reason.WHEEL_NAME_NOT_CANONICAL,
            filename=filename,
            expected=expected,
            found=literal,
        )
    try:
        is_same = Version(version) == distribution.version
    except InvalidVersion:
        is_same = False
    if not is_same:
        raise Refused(
            Reason.VERSION_MISMATCH,
            expected=str(distribution.version),
            found=version,
        )


def wheel_file_is_usable(wheel: Wheel) -> None:
    """Check that WHEEL has a version of the format that installers know."""
    try:
        _ = wheel.said
    except WheelFileInvalid as error:
        path = f"{wheel.dist_info}/WHEEL"
        raise Refused(
            Reason.WHEEL_FILE_INVALID, path=abbreviated(path), problem=str(error)
        ) from error


def wheel_file_agrees(wheel: Wheel) -> None:
    """Check that WHEEL has the tags and the build number of the filename."""
    if wheel.distribution.allows_any_spelling:
        return
    for problem in disagreements(wheel.filename, wheel.said):
        raise Refused(Reason.WHEEL_FILE_DISAGREES, filename=wheel.filename, problem=problem)


def metadata_is_present(wheel: Wheel) -> None:
    """Check that the wheel has its METADATA."""
    if wheel.core is None:
        path = f"{wheel.dist_info}/METADATA"
        raise Refused(Reason.METADATA_MISSING, filename=wheel.filename, path=path)


def record_is_complete(wheel: Wheel) -> None:
    """Check that RECORD lists every member with size and digest, and nothing else."""
    path = f"{wheel.dist_info}/RECORD"
    if path not in wheel.archive.members:
        raise Refused(Reason.RECORD_MISSING, filename=wheel.filename, path=path)
    try:
        found = record_differences(wheel.archive, wheel.dist_info)
    except RecordUnreadable as error:
        raise Refused(
            Reason.RECORD_UNREADABLE, filename=wheel.filename, problem=str(error)
        ) from error
    if found:
        raise Refused(
            Reason.RECORD_MISMATCH,
            filename=wheel.filename,
            differences="; ".join(found),
        )


def entry_points_parse(wheel: Wheel) -> None:
    """Check that installers can read the entry points, if there are any."""
    problem = entry_points_problem(wheel.archive, wheel.dist_info)
    if problem is not None:
        raise Refused(Reason.ENTRY_POINTS_INVALID, filename=wheel.filename, problem=problem)


WHEEL_NAME_CHECKS = (name_parses, tags_are_supported, name_is_canonical)
WHEEL_CHECKS = (
    members_are_ordinary,
    members_are_apart,
    dist_info_is_there,
    data_is_installable,
    wheel_file_is_usable,
    wheel_file_agrees,
    metadata_is_present,
    record_is_complete,
    entry_points_parse,
)
