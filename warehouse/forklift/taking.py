"""Taking a file over from another index, through the checks that an upload goes through.

What differs from an upload: an operator asks, so nobody's right to publish is looked at;
the metadata is the file's own, since there is no form; and a release is not too old for new
files, because its files are as old as the index that they come from says.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

from packaging.version import Version

from warehouse.attestations import AttestationService, InvalidAttestations, Proof
from warehouse.classifiers.vocabulary import Vocabulary, current_vocabulary
from warehouse.flags import Flags
from warehouse.forklift.archives import opened_sdist, opened_wheel
from warehouse.forklift.archives.unzipping import read
from warehouse.forklift.checks import examine
from warehouse.forklift.checks.candidate import (
    FILE_CHECKS,
    PLACEMENT_CHECKS,
    release_is_open,
)
from warehouse.forklift.checks.submission import (
    form_is_valid,
    metadata_is_valid,
    uploads_are_enabled,
)
from warehouse.forklift.checks.target import DESCRIPTION_CHECKS, project_is_not_quarantined
from warehouse.forklift.checks.wheel import name_parses
from warehouse.forklift.intake import cleaned
from warehouse.forklift.metadata import CoreMetadata, InvalidField, check, from_file
from warehouse.forklift.opening import described, opened
from warehouse.forklift.placing import candidate_of, distribution_of, placement_of
from warehouse.forklift.publication import examined_file, html_of, release_metadata
from warehouse.forklift.refusals import Reason, Refused
from warehouse.forklift.spool import SpooledFile
from warehouse.forklift.targets import name_refused
from warehouse.forklift.timeouts import extend_timeouts
from warehouse.forklift.values import (
    Account,
    Distribution,
    Submission,
    Switches,
    Target,
)
from warehouse.http import Request
from warehouse.packaging import descriptions, queries
from warehouse.packaging.errors import ProjectNameUnavailable, RegistrationClosed
from warehouse.packaging.metadata.fields import FIELDS
from warehouse.packaging.models import File, PackageType, Project
from warehouse.packaging.names import normalize
from warehouse.packaging.publications import ExaminedFile, ReleaseMetadata
from warehouse.packaging.services import ProjectService, PublishingService, YankService
from warehouse.security import Actor
from warehouse.storage import StorageUnavailable

_SUBMISSION_CHECKS = (uploads_are_enabled, form_is_valid, metadata_is_valid)
_PLACEMENT_CHECKS = tuple(each for each in PLACEMENT_CHECKS if each is not release_is_open)


@dataclass(frozen=True, kw_only=True)
class Origin:
    """What the index that a file comes from says of it; None where it says nothing.

    `hashes` are digests by the names that `hashlib` has for them. `yanked` is a reason,
    which may be empty. `provenance` is a document of PEP 740. `project` is how the name of
    the project is spelled there, which the file may spell otherwise.
    """

    hashes: Mapping[str, str] = field(default_factory=dict)
    uploaded: datetime | None = None
    yanked: str | None = None
    provenance: Any = None
    project: str | None = None


@dataclass(frozen=True, kw_only=True)
class Inspected:
    """A file that passed every check; `is_here` tells whether it is here already."""

    file: SpooledFile
    origin: Origin
    project: Project
    version: str
    is_here: bool = False
    metadata: ReleaseMetadata | None = None
    examined: ExaminedFile | None = None
    proof: Proof | None = None
    warnings: tuple[str, ...] = ()


def inspected(
    request: Request, file: SpooledFile, origin: Origin, *, actor: Actor
) -> Inspected:
    """Make every check of a file, and its project if that is new; raises `Refused`."""
    submission = _submission(request, file, origin)
    examine(submission, _SUBMISSION_CHECKS)
    extend_timeouts(request.db)
    target = _target(request, submission, origin, actor)
    project, version = target.project, str(submission.metadata.version)
    so_far = Inspected(file=file, origin=origin, project=project, version=version)
    candidate = candidate_of(request, submission, project, file)
    examine(candidate, FILE_CHECKS)
    placement = placement_of(request, submission, project, candidate)
    if placement.is_already_stored:
        return replace(so_far, is_here=True)
    examine(placement, _PLACEMENT_CHECKS)
    distribution = distribution_of(request, submission, project, file)
    found = opened(file.path, candidate.packagetype, distribution)
    about = described(found, submission, target)
    proof, problems = _proof(request, file, origin)
    examined = examined_file(submission, file, found, about)
    return replace(
        so_far,
        metadata=release_metadata(about.core, html_of(about)),
        examined=replace(examined, uploaded=_past(origin.uploaded)),
        proof=proof,
        warnings=found.warnings + problems,
    )


def publish(request: Request, found: Inspected, *, actor: Actor) -> File | None:
    """Publish a file that passed, None if it is here already. The caller commits."""
    if found.metadata is None or found.examined is None:
        return None
    try:
        published = request.service(PublishingService).publish(
            found.project, found.metadata, found.examined, actor=actor
        )
    except StorageUnavailable as error:
        raise Refused(Reason.DISK_FULL) from error
    if found.proof is not None:
        request.service(AttestationService).keep(published, found.proof)
    if found.origin.yanked is not None:
        yanking = request.service(YankService)
        yanking.yank_file(published, reason=found.origin.yanked, actor=actor)
    return published


def _submission(request: Request, file: SpooledFile, origin: Origin) -> Submission:
    """Return the form by which the file would have been uploaded."""
    vocabulary = current_vocabulary(request.db)
    is_wheel = file.filename.endswith(".whl")
    core = _core_metadata(file, vocabulary, is_wheel=is_wheel)
    kind = PackageType.BDIST_WHEEL if is_wheel else PackageType.SDIST
    tags = file.filename.removesuffix(".whl").split("-")
    fields = {
        **_as_form(core),
        "filetype": (kind.value,),
        "pyversion": (tags[-3] if is_wheel else "source",),
        "sha256_digest": (origin.hashes.get("sha256", file.sha256),),
    }
    if "md5" in origin.hashes:
        fields["md5_digest"] = (origin.hashes["md5"],)
    is_read_only = request.service(Flags).is_on("read-only")
    return Submission(
        fields=cleaned(fields),
        file=file,
        switches=Switches(is_read_only=is_read_only),
        vocabulary=vocabulary,
    )


def _core_metadata(
    file: SpooledFile, vocabulary: Vocabulary, *, is_wheel: bool
) -> CoreMetadata:
    """Return the metadata inside a file of which nothing is known but its name."""
    if is_wheel:
        blank = Distribution(filename=file.filename, project="", version=Version("0"))
        examine(blank, (name_parses,))
        name, version = file.filename.split("-")[:2]
        content = read(opened_wheel(file.path), f"{name}-{version}.dist-info/METADATA")
    elif file.filename.endswith(".tar.gz"):
        content = opened_sdist(file.path).pkg_info
    else:
        raise Refused(Reason.EXTENSION_UNKNOWN)
    try:
        return check(from_file(content or b""), vocabulary)
    except InvalidField as error:
        raise Refused(
            Reason.FILE_METADATA_INVALID,
            filename=file.filename,
            problem=error.problem.rstrip("."),
        ) from error


def _as_form(core: CoreMetadata) -> dict[str, tuple[str, ...]]:
    """Return metadata by the fields in which clients send it."""
    fields: dict[str, tuple[str, ...]] = {}
    for each in FIELDS:
        value = core.values.get(each.key)
        if value is None:
            continue
        if isinstance(value, Mapping):
            fields[each.form_key] = tuple(f"{key}, {link}" for key, link in value.items())
        elif each.is_multiple:
            fields[each.form_key] = tuple(map(str, value))
        else:
            text = ",".join(value) if isinstance(value, list) else str(value)
            fields[each.form_key] = (text,)
    return fields


def _target(
    request: Request, submission: Submission, origin: Origin, actor: Actor
) -> Target:
    """Return the project of the file, which is made if there is none of its name."""
    metadata = submission.metadata
    content_type = metadata.text("description_content_type")
    description = metadata.text("description")
    target = Target(
        project=_project(request, metadata.name, origin.project, actor),
        account=Account(username=actor.username),
        is_allowed=True,
        content_type=content_type,
        rendered=descriptions.render(description, content_type)
        if description
        else descriptions.Rendered(""),
        accepts_any_description=request.settings.uploads.description_errors == "accept",
    )
    examine(target, (project_is_not_quarantined, *DESCRIPTION_CHECKS))
    return target


def _project(request: Request, name: str, spelled: str | None, actor: Actor) -> Project:
    """Return the project of a name; a new one is spelled as where the file comes from."""
    projects = request.service(ProjectService)
    projects.lock(name)
    found = queries.project_named(request.db, name)
    if found is not None:
        return found
    is_same = spelled is not None and normalize(spelled) == normalize(name)
    try:
        return projects.create_for_publisher(
            spelled if spelled and is_same else name, actor=actor
        )
    except RegistrationClosed as error:
        raise Refused(Reason.PROJECTS_DISABLED) from error
    except ProjectNameUnavailable as error:
        raise name_refused(error) from error


def _proof(
    request: Request, file: SpooledFile, origin: Origin
) -> tuple[Proof | None, tuple[str, ...]]:
    """Return what the provenance proves, or a warning that it proves nothing."""
    if origin.provenance is None:
        return None, ()
    try:
        proof = request.service(AttestationService).verify_provenance(
            origin.provenance, filename=file.filename, sha256=file.sha256
        )
    except InvalidAttestations as error:
        return None, (f"The provenance of {file.filename} is left out: {error}",)
    return proof, ()


def _past(moment: datetime | None) -> datetime | None:
    """Return a time unless it is yet to come, which no upload can be."""
    return None if moment is None or moment > datetime.now(UTC) else moment
