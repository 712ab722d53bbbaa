"""Is this wheel what its name says it is?"""

from packaging.utils import InvalidWheelFilename, parse_wheel_filename
from packaging.version import InvalidVersion, Version

from warehouse.forklift.archives.paths import objection, parents, windows_objection
from warehouse.forklift.entry_points import entry_points_problem
from warehouse.forklift.platform_tags import is_supported
from warehouse.forklift.record import RecordUnreadable, record_differences
from warehouse.forklift.refusals import Reason, Refused, abbreviated
from warehouse.forklift.values import Distribution, Wheel


def members_are_ordinary(wheel: Wheel) -> None:
    """Every member is a file or directory that lands inside, on any system."""
    names = wheel.archive.members.keys()
    is_for_windows = any(tag.startswith("win") for tag in platform_tags(wheel.filename))
    for name, member in wheel.archive.members.items():
        problem = objection(name)
        if problem is None and not member.is_ordinary:
            problem = "is neither a file nor a directory"
        if problem is None and member.is_directory and member.size:
            problem = "is a directory, but has content"
        if problem is None and any(parent in names for parent in parents(name)):
            problem = "lies below another file"
        if problem is None and is_for_windows:
            problem = windows_objection(name)
        if problem is not None:
            raise Refused(Reason.MEMBER_UNSAFE, member=abbreviated(name), problem=problem)


def dist_info_is_there(wheel: Wheel) -> None:
    """There is one .dist-info directory, it has the filename's name, and a WHEEL."""
    path = f"{wheel.dist_info}/WHEEL"
    if path not in wheel.archive.members:
        raise Refused(Reason.WHEEL_FILE_MISSING, path=abbreviated(path))
    roots = {name.partition("/")[0] for name in wheel.archive.members}
    found = sorted(root for root in roots if root.lower().endswith(".dist-info"))
    if len(found) != 1:
        raise Refused(Reason.DIST_INFO_NOT_ONE, names=", ".join(found[:5]))


def platform_tags(filename: str) -> list[str]:
    """The platform part of a wheel's filename, uncompressed."""
    return filename.removesuffix(".whl").rpartition("-")[2].split(".")


def name_parses(distribution: Distribution) -> None:
    """The filename is one of a wheel: PEP 427."""
    filename = distribution.filename
    try:
        parse_wheel_filename(filename)
    except InvalidWheelFilename as error:
        problem = str(error) if len(str(error)) < 400 else abbreviated(str(error))
        raise Refused(Reason.WHEEL_NAME_INVALID, problem=problem.rstrip(".")) from error
    except ValueError as error:
        problem = f"Invalid wheel filename: {filename!r}"
        raise Refused(Reason.WHEEL_NAME_INVALID, problem=problem) from error


def tags_are_supported(distribution: Distribution) -> None:
    """Installers of the public index know the platform."""
    if distribution.allows_any_tag:
        return
    for tag in platform_tags(distribution.filename):
        if not is_supported(tag):
            raise Refused(
                Reason.PLATFORM_UNSUPPORTED, filename=distribution.filename, tag=tag
            )


def name_is_canonical(distribution: Distribution) -> None:
    """The filename names this project, in its normal form, and this version."""
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


def metadata_is_present(wheel: Wheel) -> None:
    """The wheel has its METADATA."""
    if wheel.core is None:
        path = f"{wheel.dist_info}/METADATA"
        raise Refused(Reason.METADATA_MISSING, filename=wheel.filename, path=path)


def record_is_complete(wheel: Wheel) -> None:
    """RECORD lists every member with its size and digest, and nothing else."""
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
    """If there are entry points, installers can read them."""
    problem = entry_points_problem(wheel.archive, wheel.dist_info)
    if problem is not None:
        raise Refused(Reason.ENTRY_POINTS_INVALID, filename=wheel.filename, problem=problem)


WHEEL_NAME_CHECKS = (name_parses, tags_are_supported, name_is_canonical)
WHEEL_CHECKS = (
    members_are_ordinary,
    dist_info_is_there,
    metadata_is_present,
    record_is_complete,
    entry_points_parse,
)
