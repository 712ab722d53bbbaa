"""Opening the file of an upload, examining it, and reading the metadata inside."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from warehouse.classifiers.vocabulary import Vocabulary
from warehouse.forklift.archives import TarContents, opened_sdist, opened_wheel
from warehouse.forklift.archives.unzipping import read
from warehouse.forklift.checks import examine
from warehouse.forklift.checks.described import DESCRIBED_CHECKS
from warehouse.forklift.checks.sdist import SDIST_CHECKS, SDIST_NAME_CHECKS
from warehouse.forklift.checks.wheel import WHEEL_CHECKS, WHEEL_NAME_CHECKS
from warehouse.forklift.entry_points import entry_points_of
from warehouse.forklift.metadata import CoreMetadata, InvalidField, check, from_file
from warehouse.forklift.refusals import Reason, Refused
from warehouse.forklift.values import (
    Described,
    Distribution,
    Sdist,
    Submission,
    Target,
    Wheel,
)
from warehouse.forklift.wheel_file import LARGEST, disagreements
from warehouse.packaging import descriptions
from warehouse.packaging.descriptions import Rendered
from warehouse.packaging.models import PackageType


@dataclass(frozen=True, kw_only=True)
class Opened:
    """An archive that passed, with its metadata file and the directory of its licenses."""

    filename: str
    core: bytes
    license_root: str
    members: frozenset[str]
    entry_points: bytes | None = None
    warnings: tuple[str, ...] = ()


def opened(path: Path, packagetype: PackageType, distribution: Distribution) -> Opened:
    """Open the archive at `path` and make every check of its kind. May be `Refused`."""
    if packagetype is PackageType.BDIST_WHEEL:
        return _opened_wheel(path, distribution)
    return _opened_sdist(path, distribution)


def described(found: Opened, submission: Submission, target: Target) -> Described:
    """Return the archive with its checked metadata. May be `Refused`."""
    form, core = submission.metadata, _metadata(found, submission.vocabulary)
    value = Described(
        filename=found.filename,
        form=form,
        core=core,
        license_root=found.license_root,
        members=found.members,
        rendered=_rendered(form, core, target),
        accepts_any_description=target.accepts_any_description,
    )
    examine(value, DESCRIBED_CHECKS)
    return value


def _opened_wheel(path: Path, distribution: Distribution) -> Opened:
    archive = opened_wheel(path)
    examine(distribution, WHEEL_NAME_CHECKS)
    name, version = distribution.filename.split("-")[:2]
    dist_info = f"{name}-{version}.dist-info"
    core = read(archive, f"{dist_info}/METADATA")
    wheel = Wheel(
        distribution=distribution,
        archive=archive,
        dist_info=dist_info,
        core=core,
        wheel_file=read(archive, f"{dist_info}/WHEEL", LARGEST),
    )
    examine(wheel, WHEEL_CHECKS)
    return Opened(
        filename=distribution.filename,
        core=core or b"",
        license_root=f"{dist_info}/licenses",
        members=frozenset(archive.members),
        entry_points=entry_points_of(archive, dist_info),
        warnings=tuple(_warnings(wheel)),
    )


def _warnings(wheel: Wheel) -> Iterator[str]:
    """Yield a warning for each difference between filename and WHEEL."""
    for problem in disagreements(wheel.filename, wheel.said):
        yield f"Wheel {wheel.filename} is not what it says: {problem}."


def _opened_sdist(path: Path, distribution: Distribution) -> Opened:
    """Open an sdist; a .zip is walked and then refused for its name."""
    if distribution.filename.endswith(".zip"):
        opened_wheel(path)
        contents = TarContents("", {}, frozenset(), None)
    else:
        contents = opened_sdist(path)
    examine(distribution, SDIST_NAME_CHECKS)
    examine(Sdist(distribution=distribution, contents=contents), SDIST_CHECKS)
    return Opened(
        filename=distribution.filename,
        core=contents.pkg_info or b"",
        license_root=contents.root,
        members=frozenset(contents.files),
    )


def _metadata(found: Opened, vocabulary: Vocabulary) -> CoreMetadata:
    try:
        return check(from_file(found.core), vocabulary)
    except InvalidField as error:
        raise Refused(
            Reason.FILE_METADATA_INVALID,
            filename=found.filename,
            problem=error.problem.rstrip("."),
        ) from error


def _rendered(form: CoreMetadata, core: CoreMetadata, target: Target) -> Rendered:
    """Render the description, or take that of the form if it is the same."""
    keys = ("description", "description_content_type")
    if all(form.text(key) == core.text(key) for key in keys):
        return target.rendered
    raw = core.text("description")
    if not raw:
        return Rendered("")
    return descriptions.render(raw, core.text("description_content_type"))
