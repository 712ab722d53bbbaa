"""An upload from its form to its rows: stage by stage, every stage knowing more.

Submission, target, candidate, placement, archive, metadata; the checks of a stage are
made before anything is asked for the next. What is refused is rolled back as a whole.
"""

from dataclasses import dataclass
from datetime import UTC, datetime

from warehouse.forklift.attesting import (
    attested,
    keep,
    require_attestations,
    with_proved_links,
)
from warehouse.forklift.checks import examine
from warehouse.forklift.checks.candidate import FILE_CHECKS, PLACEMENT_CHECKS
from warehouse.forklift.checks.submission import DIGESTS, SUBMISSION_CHECKS
from warehouse.forklift.checks.target import description_refused
from warehouse.forklift.contents import contents_shown
from warehouse.forklift.intake import submission_of
from warehouse.forklift.metadata import differences, is_reliable
from warehouse.forklift.opening import Opened, described, opened
from warehouse.forklift.publication import release_metadata
from warehouse.forklift.refusals import Reason, Refused
from warehouse.forklift.spool import ReceivedBody, SpooledFile
from warehouse.forklift.targets import target_of
from warehouse.forklift.timeouts import extend_timeouts
from warehouse.forklift.values import (
    Candidate,
    Described,
    Distribution,
    Limits,
    Placement,
    Stored,
    Submission,
    Target,
)
from warehouse.http import Request
from warehouse.packaging import queries
from warehouse.packaging.descriptions import as_text
from warehouse.packaging.models import File, PackageType, Project
from warehouse.packaging.publications import ExaminedFile
from warehouse.packaging.services import PublishingService
from warehouse.purges import wait_until_heard
from warehouse.storage import StorageUnavailable


@dataclass(frozen=True)
class Outcome:
    """The result of an accepted upload: its filename, and warnings for its author."""

    filename: str
    warnings: tuple[str, ...] = ()


def accept(request: Request, body: ReceivedBody) -> Outcome:
    """Publish the file of an upload that was received, or raise `Refused`."""
    if not body.is_form:
        raise Refused(Reason.NOT_MULTIPART)
    submission = submission_of(request, body)
    examine(submission, SUBMISSION_CHECKS)
    extend_timeouts(request.db)
    target = target_of(request, submission)
    require_attestations(submission, target)
    file = _file_of(submission)
    candidate = _candidate(request, submission, target, file)
    examine(candidate, FILE_CHECKS)
    placement = _placement(request, submission, target, candidate)
    if placement.is_already_stored:
        wait_until_heard(request.db)
        request.transaction.doom()
        return Outcome(file.filename)
    examine(placement, PLACEMENT_CHECKS)
    distribution = Distribution(
        filename=file.filename,
        project=target.project.normalized_name,
        version=submission.metadata.version,
        allows_any_tag=request.settings.uploads.wheel_tags == "any",
        allows_any_spelling=request.settings.uploads.wheel_names == "any",
    )
    found = opened(file.path, candidate.packagetype, distribution)
    about = described(found, submission, target)
    proof = attested(request, submission, file)
    published = _publish(request, submission, target, (found, about))
    keep(request, published, proof)
    return Outcome(file.filename, found.warnings + _warnings(about))


def _file_of(submission: Submission) -> SpooledFile:
    if submission.file is None:
        raise Refused(Reason.FILE_MISSING)
    return submission.file


def _candidate(
    request: Request, submission: Submission, target: Target, file: SpooledFile
) -> Candidate:
    return Candidate(
        project_name=target.project.name,
        project_size=target.project.total_size,
        file=file,
        packagetype=PackageType(submission.text("filetype") or ""),
        digests={
            name: value for name in DIGESTS if (value := submission.text(name)) is not None
        },
        limits=_limits(request, target.project),
    )


def _limits(request: Request, project: Project) -> Limits:
    """Return the largest limits: of everyone, of this project, or of its organization."""
    uploads = request.settings.uploads
    group = None if project.id is None else queries.organization_of(request.db, project.id)
    files, totals = [project.upload_limit], [project.total_size_limit]
    if group is not None:
        files.append(group.upload_limit)
        totals.append(group.total_size_limit)
    return Limits(
        file_bytes=max(uploads.max_file_bytes, *(each or 0 for each in files)),
        project_bytes=max(uploads.max_project_bytes, *(each or 0 for each in totals)),
        open_for=uploads.open_for,
    )


def _placement(
    request: Request, submission: Submission, target: Target, candidate: Candidate
) -> Placement:
    project, file = target.project, candidate.file
    release = queries.release_of(request.db, project, str(submission.metadata.version))
    return Placement(
        candidate=candidate,
        duplicate=_duplicate(request, project, file),
        is_name_used=queries.is_filename_used(request.db, file.filename),
        release_created=None if release is None else release.created,
        has_sdist=release is not None and queries.has_sdist(request.db, release),
        quarantined_version=None
        if release is None or not release.is_quarantined
        else release.version,
        now=datetime.now(UTC),
    )


def _duplicate(request: Request, project: Project, file: SpooledFile) -> Stored | None:
    found = queries.file_like(request.db, project, file.filename, file.blake2_256)
    if found is None:
        return None
    return Stored(filename=found[0], sha256=found[1], blake2_256=found[2])


def _publish(
    request: Request,
    submission: Submission,
    target: Target,
    archive: tuple[Opened, Described],
) -> File:
    found, about = archive
    file = _file_of(submission)
    packagetype = PackageType(submission.text("filetype") or "")
    is_sdist = packagetype is PackageType.SDIST
    examined = ExaminedFile(
        filename=file.filename,
        packagetype=packagetype,
        python_version="source" if is_sdist else submission.text("pyversion") or "",
        comment=submission.text("comment"),
        size=file.size,
        md5=file.md5,
        sha256=file.sha256,
        blake2_256=file.blake2_256,
        source=file.path,
        core_metadata=found.core if is_reliable(about.core, packagetype) else None,
        requires_python=about.core.text("requires_python"),
        contents=contents_shown(found, about.core, is_sdist=is_sdist),
    )
    try:
        return request.service(PublishingService).publish(
            target.project,
            with_proved_links(request, release_metadata(about.core, _html(about))),
            examined,
            actor=request.actor,
        )
    except StorageUnavailable as error:
        raise Refused(Reason.DISK_FULL) from error


def _html(about: Described) -> str:
    if about.rendered.html is not None:
        return about.rendered.html
    return as_text(about.core.text("description") or "")


def _warnings(about: Described) -> tuple[str, ...]:
    found = [
        f"{title} in the form is not what the metadata in {about.filename} says; "
        "the file's is used."
        for title in differences(about.form, about.core)
    ]
    if about.rendered.html is None:
        content_type = about.core.text("description_content_type")
        refusal = description_refused(content_type, about.rendered.problem)
        found.append(f"{refusal.sentence()} It is shown as plain text.")
    return tuple(found)
