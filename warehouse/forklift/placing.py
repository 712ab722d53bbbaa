"""A file beside what the index has: its limits, its release, and files like it."""

from datetime import UTC, datetime

from warehouse.forklift.checks.submission import DIGESTS
from warehouse.forklift.spool import SpooledFile
from warehouse.forklift.values import (
    Candidate,
    Distribution,
    Limits,
    Placement,
    Stored,
    Submission,
)
from warehouse.http import Request
from warehouse.packaging import queries
from warehouse.packaging.models import PackageType, Project


def candidate_of(
    request: Request, submission: Submission, project: Project, file: SpooledFile
) -> Candidate:
    """Return a file with the limits that it has to keep."""
    return Candidate(
        project_name=project.name,
        project_size=project.total_size,
        file=file,
        packagetype=PackageType(submission.text("filetype") or ""),
        digests={
            name: value for name in DIGESTS if (value := submission.text(name)) is not None
        },
        limits=_limits(request, project),
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


def placement_of(
    request: Request, submission: Submission, project: Project, candidate: Candidate
) -> Placement:
    """Return a candidate beside the files that the project has."""
    file = candidate.file
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


def distribution_of(
    request: Request, submission: Submission, project: Project, file: SpooledFile
) -> Distribution:
    """Return the names that an archive has to agree with, and how they may be spelled."""
    uploads = request.settings.uploads
    return Distribution(
        filename=file.filename,
        project=project.normalized_name,
        version=submission.metadata.version,
        allows_any_tag=uploads.wheel_tags == "any",
        allows_any_spelling=uploads.wheel_names == "any",
    )
